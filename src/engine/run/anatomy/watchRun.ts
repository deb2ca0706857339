/** Whoever looks inside the model of a run. Nothing is opened before somebody watches, and all is closed when nobody does any more. */
import type { Dataset } from '../../../data/dataset'
import type { Backend } from '../../backend'
import type { Subject } from '../../trainers/trainerKind'
import type { Gate } from '../loop/gate'
import type { Watcher } from '../loop/watcher'
import { drawSample, openAnatomist, type Anatomist } from './anatomist'

export interface RunWatcher extends Watcher {
  close(): void
}

export interface WatchedRun {
  readonly backend: Backend
  readonly dataset: Dataset
  /** The rows that it trains on. */
  readonly train: Uint32Array
  readonly subject: Subject
  readonly gate: Gate
  /** Aborted when the run is stopped, or its device has failed. */
  readonly signal: AbortSignal
}

export function createRunWatcher({ backend, dataset, train, subject, gate, signal }: WatchedRun): RunWatcher {
  let anatomist: Anatomist | undefined
  const close = (): void => {
    anatomist?.close()
    anatomist = undefined
  }
  return {
    isWatching() {
      if (!gate.watches) close()
      return gate.watches
    },
    async *examine(weights) {
      anatomist ??= await openAnatomist(backend, drawSample(dataset, train, subject.recipe), subject, weights, signal)
      return yield* anatomist.examine(weights)
    },
    giveUp() {
      gate.watch(false)
      close()
    },
    close,
  }
}
