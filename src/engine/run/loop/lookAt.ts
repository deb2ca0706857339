/** A look at the images of a split that is not trained on, as part of a run. */
import type { Evaluation } from '../../../model/metrics/evaluation'
import { terminatesOn } from '../../../model/training/callbacks/terminateOnNaN'
import { evaluateSplit } from './evaluate'
import type { LoopEvent, Loop } from './loop'
import { passGate } from './passGate'
import { isTimeToTell, tellProgress } from './progress'
import { saveHere } from './standStill'
import { Diverged } from './stepLog'

/** @throws Stopped, Diverged */
export async function* lookAt(loop: Loop, split: 'validation' | 'test'): AsyncGenerator<LoopEvent, Evaluation> {
  const { trainer, examples, recipe } = loop.run
  const phase = split === 'test' ? 'testing' : 'validating'
  const pass = evaluateSplit(trainer, examples, split, loop.evaluationPace)
  try {
    for (;;) {
      if (loop.run.gate.closed) yield* saveHere(loop)
      yield* passGate(loop)
      const { done, value } = await pass.next()
      if (!done) {
        if (isTimeToTell(loop)) yield tellProgress(loop, phase)
        continue
      }
      if (terminatesOn(value.loss)) throw new Diverged(`${split} loss`, Math.min(loop.epoch, recipe.epochs))
      return value
    }
  } finally {
    // Ends a pass that goes on no further; of one that is over, nothing is left to end.
    await pass.return(undefined as never)
  }
}
