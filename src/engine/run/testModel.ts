/** The test results of a model. */
import type { Evaluation } from '../../model/metrics/evaluation'
import { requireTestImages } from './checks'
import { evaluateImages } from './evaluateImages'
import { fitClasses } from './fitClasses'
import { examplesOf } from './loop/examples'
import type { WithModel } from './withModel'

/** @throws CallFailure with code `badInput` when the model is not for these data, or they have no test images; the signal's reason. */
export async function testModel(of: WithModel): Promise<Evaluation> {
  const dataset = fitClasses(of.model, of.dataset)
  requireTestImages(dataset)
  return evaluateImages({ ...of, dataset }, examplesOf(dataset, 0, 0), 'test')
}
