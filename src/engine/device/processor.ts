/** The processor: WebAssembly in workers, wherever the browser has SIMD. It needs no TensorFlow.js. */
import { createAnnouncer, NoBackend, type Backend } from '../backend'
import { UNREADABLE, type WorkerPort } from '../processor'
import { spawnWorker } from '../spawnWorker'
import computeWorkerUrl from '../trainers/wasm/compute.worker?worker&url'
import { MOST_WORKERS } from '../trainers/wasm/parts'
import { knowsRelaxedSimd, knowsSimd } from '../trainers/wasm/relaxedSimd'

/** @throws NoBackend when the browser has no WebAssembly with SIMD, or starts no workers from a worker. */
export function openProcessor(): Backend {
  if (typeof Worker === 'undefined') throw new NoBackend('this browser lets no worker start others')
  if (!knowsSimd()) throw new NoBackend('this browser has no WebAssembly with SIMD')
  const { announce, watch } = createAnnouncer()
  const threads = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency))
  return {
    name: 'processor',
    software: false,
    processor: {
      threads,
      relaxed: knowsRelaxedSimd(),
      spawn,
      report: (message) => announce({ message, lost: true }),
    },
    settle: () => Promise.resolve(),
    watch,
    // The trainer counts its own.
    allocatedBytes: () => 0,
    close: () => undefined,
  }
}

function spawn(): WorkerPort {
  const worker = spawnWorker(computeWorkerUrl, 'processor')
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data)),
    onFailure(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        listener(event.message)
      })
      worker.addEventListener('messageerror', () => listener(UNREADABLE))
    },
    terminate: () => worker.terminate(),
  }
}
