/** Where a worker that trains on the processor starts. */
import type { Request } from './messages'
import { failOnUnreadable, serveComputeWorker } from './serveComputeWorker'

declare const self: DedicatedWorkerGlobalScope

const handle = serveComputeWorker((reply, transfer) => self.postMessage(reply, transfer))
self.addEventListener('message', ({ data }: MessageEvent<Request>) => handle(data))
self.addEventListener('messageerror', failOnUnreadable)
