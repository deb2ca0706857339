/** Where a thread of Node's that trains on the processor starts. */
import { parentPort } from 'node:worker_threads'
import type { Request } from '../src/engine/trainers/wasm/messages'
import { failOnUnreadable, serveComputeWorker } from '../src/engine/trainers/wasm/serveComputeWorker'

const port = parentPort
if (!port) throw new Error('This file is run by a thread')
const handle = serveComputeWorker((reply, transfer) => port.postMessage(reply, transfer as ArrayBuffer[]))
port.on('message', (request: Request) => handle(request))
port.on('messageerror', failOnUnreadable)
