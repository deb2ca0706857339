/** Has a map laid out by a worker of its own, which starts for it and ends with it. */
import { CallFailure } from '../../failures'
import { spawnWorker } from '../../spawnWorker'
import type { Layout, MapSource, TellProgress } from './layOut'
import mapWorkerUrl from './map.worker?worker&url'
import type { FromMapWorker } from './workerMessages'

/** As `layOut`. The values are handed over. */
export async function layOutInWorker(source: MapSource, signal: AbortSignal, tell: TellProgress): Promise<Layout> {
  signal.throwIfAborted()
  const worker = spawnWorker(mapWorkerUrl, 'map')
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      worker.addEventListener('message', ({ data }: MessageEvent<FromMapWorker>) => {
        if (data.kind === 'progress') tell(data.progress)
        else if (data.kind === 'layout') resolve(data.layout)
        else reject(new CallFailure(data.failure.code, data.failure.message))
      })
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        reject(new Error(`The worker that lays out maps failed${event.message ? ` (${event.message})` : ''}`))
      })
      worker.postMessage(source, [source.values.buffer])
    })
  } finally {
    worker.terminate()
  }
}
