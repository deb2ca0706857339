/** Lays out one map, beside everything else. */
import { describeFailure } from '../../failures'
import { layOut, type MapSource } from './layOut'
import type { FromMapWorker } from './workerMessages'

declare const self: DedicatedWorkerGlobalScope

const say = (message: FromMapWorker): void => self.postMessage(message)

self.addEventListener('message', ({ data }: MessageEvent<MapSource>) => {
  // Whoever wants no map any more ends the worker.
  const { signal } = new AbortController()
  layOut(data, signal, (progress) => say({ kind: 'progress', progress })).then(
    (layout) => say({ kind: 'layout', layout }),
    (error: unknown) => say({ kind: 'failure', failure: describeFailure(error, signal) }),
  )
})
