/** A look at the images of a split that is not trained on, as part of a run. */
import type { Evaluation } from '../../model/metrics/evaluation'
import { evaluateSplit } from './evaluate'
import type { LoopEvent, LoopState } from './loopState'
import { passGate } from './passGate'
import { isTimeToTell, tellProgress } from './progress'
import { Diverged } from './stepLog'

/** @throws Stopped, Diverged */
export async function* lookAt(state: LoopState, split: 'validation' | 'test'): AsyncGenerator<LoopEvent, Evaluation> {
  const { trainer, examples, recipe } = state.run
  const phase = split === 'test' ? 'testing' : 'validating'
  const pass = evaluateSplit(trainer, examples, split)
  let done = 0
  for (;;) {
    yield* passGate(state)
    const began = performance.now()
    const { done: over, value } = await pass.next()
    if (over) {
      state.evaluated.add(split)
      if (!Number.isFinite(value.loss)) throw new Diverged(`${split} loss`, Math.min(state.epoch, recipe.epochs))
      return value
    }
    // The first batch compiles the device's programs, and so may the last, which can be short.
    const isWarm = state.evaluated.has(split) || (done > 0 && value < examples[split].length)
    if (isWarm) state.evaluationPace.add(value - done, performance.now() - began)
    done = value
    if (isTimeToTell(state)) yield tellProgress(state, phase)
  }
}
