/** A checkpoint of where the run stands. */
import type { Weights } from '../../../model/graph/weights'
import type { Checkpoint, Loop, LoopEvent } from './loop'
import { Diverged } from './stepLog'

/** Reads the trainer's state back. Nothing may be queued that was not read. @throws Diverged */
export async function standStill(loop: Loop): Promise<Checkpoint> {
  const { epoch, soFar } = loop
  const state = await loop.run.trainer.saveState()
  requireFinite(state.weights, epoch)
  loop.moved = false
  loop.saved = performance.now()
  return { epoch, soFar, state, care: loop.care }
}

/** Makes the place where the run stands one to go on from, unless it is one. @throws Diverged */
export async function* saveHere(loop: Loop): AsyncGenerator<LoopEvent, void> {
  if (loop.moved) loop.checkpoint = await standStill(loop)
  yield* passOn(loop)
}

/** Tells of the last checkpoint, once. */
export function* passOn(loop: Loop): Generator<LoopEvent, void> {
  const { checkpoint } = loop
  if (!checkpoint || checkpoint === loop.passedOn) return
  loop.passedOn = checkpoint
  yield { type: 'saved', checkpoint }
}

/** @throws Diverged */
function requireFinite(weights: Weights, epoch: number): void {
  for (const values of weights.values()) {
    if (!values.every(Number.isFinite)) throw new Diverged('weights', epoch)
  }
}
