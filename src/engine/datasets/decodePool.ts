/** A few workers that decode images side by side while the engine's own worker reads on. */
import type { DecodedBatch, DecodeImages, EncodedBatch } from '../../data/images/images'
import { spawnWorker } from '../spawnWorker'
import decodeWorkerUrl from './decode.worker?worker&url'

export interface DecodePool {
  readonly decode: DecodeImages
  /** Ends the workers; batches still being decoded are rejected. */
  close(): void
}

interface Job {
  readonly batch: EncodedBatch
  resolve(decoded: DecodedBatch): void
  reject(error: Error): void
}

export function createDecodePool(): DecodePool {
  // One for each core, within reason: beyond four, reading the archive is what takes the time.
  const size = Math.min(4, Math.max(2, navigator.hardwareConcurrency))
  const workers: Worker[] = []
  const idle: Worker[] = []
  const jobs: Job[] = []
  const running = new Map<Worker, Job>()

  const next = (): void => {
    const job = jobs[0]
    if (!job) return
    const worker = idle.pop() ?? (workers.length < size ? spawn() : undefined)
    if (!worker) return
    jobs.shift()
    running.set(worker, job)
    worker.postMessage(job.batch, buffersOf(job.batch))
  }

  const spawn = (): Worker => {
    const worker = spawnWorker(decodeWorkerUrl, 'decode')
    workers.push(worker)
    worker.addEventListener('message', ({ data }: MessageEvent<DecodedBatch>) => {
      running.get(worker)?.resolve(data)
      running.delete(worker)
      idle.push(worker)
      next()
    })
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      fail(new Error(`A worker that decodes images failed${event.message ? ` (${event.message})` : ''}`))
    })
    return worker
  }

  const fail = (error: Error): void => {
    for (const job of [...running.values(), ...jobs]) job.reject(error)
    running.clear()
    jobs.length = 0
  }

  return {
    decode: (batch) =>
      new Promise((resolve, reject) => {
        jobs.push({ batch, resolve, reject })
        next()
      }),
    close() {
      fail(new Error('Decoding was ended'))
      for (const worker of workers) worker.terminate()
    },
  }
}

/** The batch's buffers. All of them are transferred to the worker. */
function buffersOf({ bytes, begins, ends, states, packedSizes, sizes, crcs, room }: EncodedBatch): ArrayBuffer[] {
  const buffers = [bytes, begins, ends, states, packedSizes, sizes, crcs].map(({ buffer }) => buffer)
  return room ? [...buffers, room] : buffers
}
