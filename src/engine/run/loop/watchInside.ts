/** A look inside the model behind an epoch, where somebody watches. The run heeds Pause and Stop between its pieces, and trains as without it. */
import { updateRatio, type EpochAnatomy } from '../../../model/anatomy/anatomy'
import type { Weights } from '../../../model/graph/weights'
import { CallFailure } from '../../failures'
import type { Loop, LoopEvent } from './loop'
import { passGate, Stopped } from './passGate'
import { isTimeToTell, tellProgress } from './progress'
import { saveHere } from './standStill'

/** Before the first step of a run. */
export async function* watchBeginning(loop: Loop): AsyncGenerator<LoopEvent, void> {
  if (loop.epoch === 1 && loop.soFar.steps === 0) yield* watch(loop, 0)
}

/** Behind an epoch's last step. */
export async function* watchEpoch(loop: Loop): AsyncGenerator<LoopEvent, void> {
  const { beforeLast } = loop
  loop.beforeLast = undefined
  yield* watch(loop, loop.epoch, beforeLast)
}

/** Reads the weights before the last step of an epoch: by them it is told how far that step goes. Everything queued must have been read. */
export async function readBeforeLast(loop: Loop): Promise<void> {
  loop.beforeLast = await loop.run.trainer.readWeights()
}

async function* watch(loop: Loop, epoch: number, before?: Weights): AsyncGenerator<LoopEvent, void> {
  const { watcher, trainer, gate } = loop.run
  if (!watcher?.isWatching()) return
  yield tellProgress(loop, 'watching')
  const weights = await trainer.readWeights()
  const pass = watcher.examine(weights)
  try {
    for (;;) {
      if (gate.closed) yield* saveHere(loop)
      yield* passGate(loop)
      const { done, value } = await pass.next()
      if (done) {
        yield { type: 'anatomy', anatomy: withRatios({ ...value, epoch }, weights, before) }
        return
      }
      if (isTimeToTell(loop)) yield tellProgress(loop, 'watching')
    }
  } catch (error) {
    // Whatever it was in the midst of.
    if (loop.run.signal.aborted) throw new Stopped()
    if (!(error instanceof CallFailure)) throw error
    watcher.giveUp()
    yield { type: 'anatomyFailed', message: error.message }
  } finally {
    await pass.return(undefined as never)
    loop.pace.restart()
    loop.evaluationPace.restart()
  }
}

/** Without them where the step made no update, as where gradients are accumulated. */
function withRatios(anatomy: EpochAnatomy, after: Weights, before: Weights | undefined): EpochAnatomy {
  const hasMoved = anatomy.weights.some(({ key, gradients }) => {
    const [then, now] = [before?.get(key), after.get(key)!]
    // Moving statistics go on without an update.
    return gradients !== undefined && then?.some((value, at) => value !== now[at])
  })
  if (!hasMoved) return anatomy
  return {
    ...anatomy,
    weights: anatomy.weights.map((weight) => {
      const { key, gradients } = weight
      const then = gradients && before?.get(key)
      const ratio = then && updateRatio(then, after.get(key)!)
      return ratio === undefined ? weight : { ...weight, ratio }
    }),
  }
}
