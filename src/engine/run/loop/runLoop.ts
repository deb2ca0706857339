/**
 * A training run: epochs of seeded batches, a look at the validation images after each, and the test images at the end.
 *
 * An async generator that yields what happens and returns how it ended. It knows a trainer, a gate and a signal, and nothing of messages,
 * frames or timers, so it runs on in a hidden tab. Losses stay on the device until a portion of steps is read back at once.
 */
import type { Weights } from '../../../model/graph/weights'
import { lookAt } from './lookAt'
import { createLoop, type LoopEvent, type Loop, type Run, type RunEnd, type Checkpoint } from './loop'
import { Stopped } from './passGate'
import { Diverged, NOTHING_YET } from './stepLog'
import { trainEpoch } from './trainEpoch'

/** Reading a checkpoint back takes some milliseconds: less than a hundredth of the time from one to the next. */
const SAVE_MILLISECONDS = 1000

export async function* runTraining(run: Run): AsyncGenerator<LoopEvent, RunEnd> {
  const loop = createLoop(run)
  try {
    return yield* trainToTheEnd(loop)
  } catch (error) {
    try {
      if (!(error instanceof Stopped)) throw error
      if (loop.moved) loop.checkpoint = await standStill(loop)
      return { kind: 'stopped', ...(loop.checkpoint ? { checkpoint: loop.checkpoint } : {}) }
    } catch (cause) {
      if (!(cause instanceof Diverged)) throw cause
      const weights = loop.checkpoint?.state.weights
      return { kind: 'failed', message: cause.message, ...(weights ? { weights } : {}) }
    }
  }
}

async function* trainToTheEnd(loop: Loop): AsyncGenerator<LoopEvent, RunEnd> {
  const { recipe, saveEvery = SAVE_MILLISECONDS } = loop.run
  const { validation, test } = loop.run.examples
  while (loop.epoch <= recipe.epochs) {
    const { epoch } = loop
    const train = yield* trainEpoch(loop)
    const saves = epoch === recipe.epochs || performance.now() - loop.saved >= saveEvery
    if (saves) loop.checkpoint = await standStill(loop)
    const looked = validation.length > 0 ? { validation: yield* lookAt(loop, 'validation') } : {}
    loop.soFar = NOTHING_YET
    loop.epoch = epoch + 1
    if (saves && loop.checkpoint) {
      loop.checkpoint = { epoch: loop.epoch, soFar: NOTHING_YET, state: loop.checkpoint.state }
      yield { type: 'saved', checkpoint: loop.checkpoint }
    }
    yield { type: 'epochEnd', epoch, train, ...looked }
  }
  const { checkpoint } = loop
  if (!checkpoint) throw new RangeError('A run has at least one epoch')
  return { kind: 'finished', checkpoint, ...(test.length > 0 ? { test: yield* lookAt(loop, 'test') } : {}) }
}

/** @throws Diverged */
async function standStill(loop: Loop): Promise<Checkpoint> {
  const { epoch, soFar } = loop
  const state = await loop.run.trainer.saveState()
  requireFinite(state.weights, epoch)
  loop.moved = false
  loop.saved = performance.now()
  return { epoch, soFar, state }
}

/** @throws Diverged */
function requireFinite(weights: Weights, epoch: number): void {
  for (const values of weights.values()) {
    if (!values.every(Number.isFinite)) throw new Diverged('weights', epoch)
  }
}
