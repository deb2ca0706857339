/** The images of each split, as a model sees them. */
import type { Dataset } from '../../data/dataset'
import type { TrainedModel } from '../../model/trainedModel'
import { fitClasses } from '../run/fitClasses'
import { examplesOf, type Examples } from '../run/loop/examples'

/**
 * Dealt by the labels of the data, as for training. The labels then count the model's classes, as its predictions do. The validation split is
 * that of the model's recipe where the data have none.
 * @throws CallFailure with code `badInput` when the model is not for these data.
 */
export function examplesFor(model: TrainedModel, view: Dataset): Examples {
  const { recipe } = model
  const { labels, classes } = fitClasses(model, view)
  return { ...examplesOf(view, recipe?.validationSplit ?? 0, recipe?.seed ?? 0), labels, classes }
}
