/**
 * A training run: epochs of seeded batches, a look at the validation images after each, and the test images at the end.
 *
 * An async generator that yields what happens and returns how it ended. It knows a trainer, a gate and a signal, and nothing of messages,
 * frames or timers, so it runs on in a hidden tab. Losses stay on the device until a portion of steps is read back at once.
 */
import type { Weights } from '../../model/graph/weights'
import { lookAt } from './lookAt'
import { createLoopState, type LoopEvent, type LoopState, type Run, type RunEnd, type RunPoint } from './loopState'
import { Stopped } from './passGate'
import { Diverged, NOTHING_YET } from './stepLog'
import { trainEpoch } from './trainEpoch'

export async function* runTraining(run: Run): AsyncGenerator<LoopEvent, RunEnd> {
  const state = createLoopState(run)
  try {
    return yield* trainToTheEnd(state)
  } catch (error) {
    try {
      if (!(error instanceof Stopped)) throw error
      if (state.moved) state.point = await standStill(state)
      return { kind: 'stopped', ...(state.point ? { point: state.point } : {}) }
    } catch (cause) {
      if (!(cause instanceof Diverged)) throw cause
      const weights = state.point?.checkpoint.weights
      return { kind: 'failed', message: cause.message, ...(weights ? { weights } : {}) }
    }
  }
}

async function* trainToTheEnd(state: LoopState): AsyncGenerator<LoopEvent, RunEnd> {
  const { validation, test } = state.run.examples
  while (state.epoch <= state.run.recipe.epochs) {
    const { epoch } = state
    const train = yield* trainEpoch(state)
    state.point = await standStill(state)
    const looked = validation.length > 0 ? { validation: yield* lookAt(state, 'validation') } : {}
    state.soFar = NOTHING_YET
    state.point = { epoch: epoch + 1, soFar: NOTHING_YET, checkpoint: state.point.checkpoint }
    yield { type: 'saved', point: state.point }
    yield { type: 'epochEnd', epoch, train, ...looked }
    state.epoch = epoch + 1
  }
  const { point } = state
  if (!point) throw new RangeError('A run has at least one epoch')
  return { kind: 'finished', point, ...(test.length > 0 ? { test: yield* lookAt(state, 'test') } : {}) }
}

/** @throws Diverged */
async function standStill(state: LoopState): Promise<RunPoint> {
  const { epoch, soFar } = state
  const checkpoint = await state.run.trainer.saveCheckpoint()
  requireFinite(checkpoint.weights, epoch)
  state.moved = false
  return { epoch, soFar, checkpoint }
}

/** @throws Diverged */
function requireFinite(weights: Weights, epoch: number): void {
  for (const values of weights.values()) {
    if (!values.every(Number.isFinite)) throw new Diverged('weights', epoch)
  }
}
