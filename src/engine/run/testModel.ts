/** The test results of a model: the same pass as at the end of a run. */
import type { Evaluation } from '../../model/metrics/evaluation'
import { CallFailure } from '../failures'
import { whyNotTest } from './checks'
import { evaluateSplit } from './loop/evaluate'
import { examplesOf } from './loop/examples'
import { withModel, type WithModel } from './withModel'

/** @throws CallFailure with code `badInput` when the model is not for these data, or they have no test images; the signal's reason. */
export async function testModel(of: WithModel): Promise<Evaluation> {
  const obstacle = whyNotTest(of.model, of.dataset)
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  return withModel(of, async ({ trainer, goOn }) => {
    const pass = evaluateSplit(trainer, examplesOf(of.dataset, 0, 0), 'test')
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
