/** A page that runs written models in a worker that was started as the engine's is. */
import { spawnWorker } from '../../src/engine/spawnWorker'
import workerUrl from './runtime.worker?worker&url'

export interface Job {
  readonly file: readonly number[]
  readonly images: readonly number[]
  readonly count: number
  readonly shape: { readonly height: number; readonly width: number; readonly channels: number }
}

const worker = spawnWorker(workerUrl, 'Runtimes')

const runJob = (job: Job): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<readonly number[] | string>) =>
      typeof data === 'string' ? reject(new Error(data)) : resolve(data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(job)
  })

Object.assign(window, { runJob })
