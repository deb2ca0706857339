/** Where a thread of Node's that trains on the processor starts. */
import { parentPort } from 'node:worker_threads'
import type { Request } from '../src/engine/trainers/wasm/messages'
import { serveHand } from '../src/engine/trainers/wasm/serveHand'

const port = parentPort
if (!port) throw new Error('This file is run by a thread')
const handle = serveHand((reply, transfer) => port.postMessage(reply, transfer as ArrayBuffer[]))
port.on('message', (request: Request) => handle(request))
