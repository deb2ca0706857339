/** Where a worker that trains on the processor starts. */
import type { Request } from './messages'
import { serveHand } from './serveHand'

declare const self: DedicatedWorkerGlobalScope

const handle = serveHand((reply, transfer) => self.postMessage(reply, transfer))
self.addEventListener('message', ({ data }: MessageEvent<Request>) => handle(data))
