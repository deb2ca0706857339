/** The page's end of the bench: a worker that measures once. Everything that it needs is loaded with it. */
import { spawnWorker } from '../engine/spawnWorker'
import benchWorkerUrl from './measure/entry?worker&url'
import type { BenchEvent } from './report/report'

export interface StartedBench {
  /** Ends what is being measured; `end` is told soon after. */
  stop(): void
  /** Ends it at once, and tells nothing more. */
  abandon(): void
}

/** What a worker that is in the midst of something gets to end by itself. */
const PATIENCE_MILLISECONDS = 1500

/** @param tell hears every event, the last of which is `end`. */
export function startBench(tell: (event: BenchEvent) => void): StartedBench {
  const worker = spawnWorker(benchWorkerUrl, 'bench')
  let isOver = false
  const abandon = (): void => {
    isOver = true
    worker.terminate()
  }
  const end = (event: BenchEvent): void => {
    if (isOver) return
    // With it goes all that was left on the device.
    abandon()
    tell(event)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<BenchEvent>) => {
    if (data.type === 'end') end(data)
    else if (!isOver) tell(data)
  })
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    end({ type: 'end', reason: `The bench can’t go on${event.message ? ` (${event.message})` : ''}: reload the page.` })
  })
  worker.postMessage('start')
  return {
    stop() {
      worker.postMessage('stop')
      setTimeout(() => end({ type: 'end' }), PATIENCE_MILLISECONDS)
    },
    abandon,
  }
}
