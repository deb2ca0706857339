import type { TrainedModel } from '../../model/trainedModel'
import { CallFailure } from '../failures'
import type { Shelf } from '../shelf'

/** @throws CallFailure when there is no such model, or it was let go. */
export function requireModel(models: Shelf<TrainedModel>, id: number): TrainedModel {
  const model = models.get(id)
  if (model) return model
  throw new CallFailure(
    'badInput',
    'This model has no weights yet, or was let go to make room for newer ones: train it, or open its file.',
  )
}
