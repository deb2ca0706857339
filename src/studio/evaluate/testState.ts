/** Where the test results stand: there, on their way, or what is missing. */
import type { ModelSummary } from '../../engine/protocol/model'
import type { DatasetSummary } from '../../engine/protocol/data'
import type { Evaluation } from '../../model/metrics/evaluation'
import { NO_MODEL } from '../../store/session/underWay'
import { findMisfit, whatToLeaveOut, type UnknownClass } from '../../model/graph/fit'

export type TestState =
  | { readonly kind: 'results'; readonly results: Evaluation }
  /** It can be tested. One sentence. */
  | { readonly kind: 'untested'; readonly message: string }
  /** One sentence; and the classes whose images, if they are left out, are all that is in the way. */
  | { readonly kind: 'missing'; readonly message: string; readonly unknown?: readonly UnknownClass[] }

export interface TestFacts {
  readonly dataset: DatasetSummary | undefined
  readonly model: ModelSummary | undefined
  readonly training: boolean
  readonly test: Evaluation | undefined
  readonly testing: boolean
  /** It was tested before images or labels changed. */
  readonly isOutdated: boolean
}

export function testState({ dataset, model, training, test, testing, isOutdated }: TestFacts): TestState {
  if (test) return { kind: 'results', results: test }
  const obstacle = findObstacle(dataset, model, training)
  if (obstacle !== undefined) return { kind: 'missing', message: obstacle }
  const misfit = model && dataset && findMisfit(model, dataset)
  if (misfit !== undefined) return { kind: 'missing', message: misfit, unknown: whatToLeaveOut(model!, dataset!) }
  if (testing) return { kind: 'missing', message: 'Testing …' }
  return {
    kind: 'untested',
    message: isOutdated
      ? 'Test images or their labels have changed since this model was tested.'
      : 'This model has not been tested on these data yet.',
  }
}

function findObstacle(
  dataset: DatasetSummary | undefined,
  model: ModelSummary | undefined,
  training: boolean,
): string | undefined {
  if (!dataset) {
    return model
      ? 'There are no data to test the model on: load some with a test split.'
      : 'There is nothing to test yet: load data, then train a model or open one.'
  }
  if (!dataset.perClass.test.some((images) => images > 0)) {
    if (dataset.excluded > 0) {
      return 'The data have no test images: include some that are excluded, or draw the splits at random.'
    }
    return 'The data have no test split: mark test images with split 2 to see results here.'
  }
  if (training) return 'The test images are looked at when the run has ended.'
  return model ? undefined : NO_MODEL
}
