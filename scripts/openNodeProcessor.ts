/** The processor as Node offers it to the trainer: threads that compute side by side. */
import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { UNREADABLE, type Processor, type WorkerPort } from '../src/engine/processor'
import { knowsRelaxedSimd } from '../src/engine/trainers/wasm/relaxedSimd'

export interface NodeProcessorOptions {
  /** One for each core unless told otherwise. */
  readonly threads?: number
  /** Whether relaxed SIMD is used where Node knows it. */
  readonly relaxed?: boolean
  /** How a thread is started. */
  start?(): Worker
}

export function openNodeProcessor({
  threads = availableParallelism(),
  relaxed = true,
  start = () => new Worker(START, { eval: true }),
}: NodeProcessorOptions = {}): Processor {
  // Node 20 knows it behind a flag; later ones without.
  setFlagsFromString('--experimental-wasm-relaxed-simd')
  return { threads, relaxed: relaxed && knowsRelaxedSimd(), spawn: () => portOf(start()), report: () => undefined }
}

/** A thread of Node 20 takes no loader from its options, so it registers its own. */
const START = `import('tsx/esm/api').then(({ register }) => {
  register()
  return import(${JSON.stringify(new URL('./nodeComputeWorker.ts', import.meta.url).href)})
})`

function portOf(worker: Worker): WorkerPort {
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer as ArrayBuffer[]),
    onMessage: (listener) => void worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', ({ message }) => listener(message))
      worker.on('messageerror', () => listener(UNREADABLE))
    },
    terminate: () => void worker.terminate(),
  }
}
