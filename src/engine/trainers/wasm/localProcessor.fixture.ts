/** For tests: workers that are none, each with a memory of its own. Messages are copied as between threads, and come later. */
import type { Processor, WorkerPort } from '../../processor'
import type { Reply, Request } from './messages'
import { serveComputeWorker } from './serveComputeWorker'

export function localProcessor(threads: number, { relaxed = false } = {}): Processor {
  return { threads, relaxed, spawn, report: () => undefined }
}

function spawn(): WorkerPort {
  let listen: (message: unknown) => void = () => undefined
  let isOpen = true
  const later = (work: () => void): void => {
    setImmediate(() => {
      if (isOpen) work()
    })
  }
  const handle = serveComputeWorker((reply: Reply, transfer) => {
    const copy: unknown = structuredClone(reply, { transfer })
    later(() => listen(copy))
  })
  return {
    postMessage(message, transfer) {
      const copy = structuredClone(message, { transfer }) as Request
      later(() => handle(copy))
    },
    onMessage: (listener) => void (listen = listener),
    onFailure: () => undefined,
    terminate: () => void (isOpen = false),
  }
}
