/** What a thread of Node's that trains on the processor does. */
import { parentPort } from 'node:worker_threads'
import type { Request } from '../src/engine/trainers/wasm/messages'
import { failOnUnreadable, serveComputeWorker } from '../src/engine/trainers/wasm/serveComputeWorker'

/** @throws Error in the main thread. */
export function serveNodeComputeWorker(): void {
  const port = parentPort
  if (!port) throw new Error('It is run by a thread')
  const handle = serveComputeWorker((reply, transfer) => port.postMessage(reply, transfer as ArrayBuffer[]))
  port.on('message', (request: Request) => handle(request))
  port.on('messageerror', failOnUnreadable)
}
