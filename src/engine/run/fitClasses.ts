/** A dataset as a model sees it: with the model's classes, in the order of its outputs. */
import type { Dataset } from '../../data/dataset'
import { findMisfit, matchClasses } from '../../model/graph/fit'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import { CallFailure } from '../failures'
import { describeDataset } from './recordParts'

/**
 * Labels then count the model's classes, as its predictions do. An image of a class that the model doesn't know is in no split, and its label
 * means nothing.
 *
 * @returns the dataset itself where its classes are the model's, in the same order.
 * @throws CallFailure with code `badInput` when the model is not for these data.
 */
export function fitClasses(model: Pick<TrainedModel, 'data' | 'classes'>, dataset: Dataset): Dataset {
  const { merged } = dataset
  const misfit = findMisfit(model, { ...describeDataset(dataset), ...(merged && { merged }) })
  if (misfit !== undefined) throw new CallFailure('badInput', misfit)
  if (isSameValue(model.classes, dataset.classes)) return dataset
  const places = matchClasses(model.classes, dataset.classes)
  return { ...dataset, classes: model.classes, labels: dataset.labels.map((label) => Math.max(0, places[label]!)) }
}
