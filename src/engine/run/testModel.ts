/** The test results of a model. */
import type { Evaluation } from '../../model/metrics/evaluation'
import { CallFailure } from '../failures'
import { whyNotTest } from './checks'
import { evaluateImages } from './evaluateImages'
import { examplesOf } from './loop/examples'
import type { WithModel } from './withModel'

/** @throws CallFailure with code `badInput` when the model is not for these data, or they have no test images; the signal's reason. */
export async function testModel(of: WithModel): Promise<Evaluation> {
  const obstacle = whyNotTest(of.model, of.dataset)
  if (obstacle !== undefined) throw new CallFailure('badInput', obstacle)
  return evaluateImages(of, examplesOf(of.dataset, 0, 0), 'test')
}
