/** What the page is told of a model, and the shape of the data that it is drawn up for. */
import type { ModelSummary } from '../protocol/model'
import type { TrainedModel } from '../../model/trainedModel'
import type { Dataset } from '../../data/dataset'
import { analyseStack, type DataShape } from '../../model/graph/shapes'

export function shapeOf({ height, width, channels, classes }: Dataset): DataShape {
  return { height, width, channels, classes: classes.length }
}

export function summariseModel(
  id: number,
  { stack, data, classes, recipe }: Omit<TrainedModel, 'weights' | 'normalisation'>,
): ModelSummary {
  const { parameters } = analyseStack(stack, data)
  return { id, stack, data, classes, parameters, ...(recipe ? { recipe } : {}) }
}
