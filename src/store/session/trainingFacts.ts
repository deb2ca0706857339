/** What a recipe must fit of the data. */
import type { DatasetSummary } from '../../engine/protocol/data'
import type { TrainingFacts } from '../../model/training/section'

export function trainingFacts({ perClass: { train, validation } }: Pick<DatasetSummary, 'perClass'>): TrainingFacts {
  return { trainPerClass: train, hasValidation: validation.some((images) => images > 0) }
}
