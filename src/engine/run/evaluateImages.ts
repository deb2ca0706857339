/** What a model comes to on the images of a split: the same pass as at the end of a run. */
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Split } from '../../model/split'
import { evaluateSplit } from './loop/evaluate'
import type { Examples } from './loop/examples'
import { withModel, type WithModel } from './withModel'

/** @throws DeviceFailure; the signal's reason. */
export async function evaluateImages(of: WithModel, examples: Examples, split: Split): Promise<Evaluation> {
  return withModel(of, async ({ trainer, goOn }) => {
    const pass = evaluateSplit(trainer, examples, split)
    try {
      for (;;) {
        goOn()
        const { done, value } = await pass.next()
        if (done) return value
      }
    } finally {
      await pass.return(undefined as never)
    }
  })
}
