/** A look at the images of a split that is not trained on, as part of a run. */
import type { Evaluation } from '../../../model/metrics/evaluation'
import { evaluateSplit } from './evaluate'
import type { LoopEvent, Loop } from './loop'
import { passGate } from './passGate'
import { isTimeToTell, tellProgress } from './progress'
import { Diverged } from './stepLog'

/** @throws Stopped, Diverged */
export async function* lookAt(loop: Loop, split: 'validation' | 'test'): AsyncGenerator<LoopEvent, Evaluation> {
  const { trainer, examples, recipe } = loop.run
  const phase = split === 'test' ? 'testing' : 'validating'
  const pass = evaluateSplit(trainer, examples, split)
  let done = 0
  for (;;) {
    yield* passGate(loop)
    const began = performance.now()
    const { done: over, value } = await pass.next()
    if (over) {
      loop.evaluated.add(split)
      if (!Number.isFinite(value.loss)) throw new Diverged(`${split} loss`, Math.min(loop.epoch, recipe.epochs))
      return value
    }
    // The first batch compiles the device's programs, and so may the last, which can be short.
    const isWarm = loop.evaluated.has(split) || (done > 0 && value < examples[split].length)
    if (isWarm) loop.evaluationPace.add(value - done, performance.now() - began)
    done = value
    if (isTimeToTell(loop)) yield tellProgress(loop, phase)
  }
}
