/** What the page is told of a model, and the shape of the data that it is drawn up for. */
import type { Dataset } from '../../data/dataset'
import type { TrainedModel } from '../../interop/tensorflowjs/writeModelJson'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import type { ModelSummary } from '../protocol'

export function shapeOf({ height, width, channels, classes }: Dataset): DataShape {
  return { height, width, channels, classes: classes.length }
}

export function summariseModel({
  stack,
  data,
  classes,
  recipe,
}: Omit<TrainedModel, 'weights' | 'normalisation'>): ModelSummary {
  const { parameters } = analyseStack(stack, data)
  return { stack, data, classes, parameters, ...(recipe ? { recipe } : {}) }
}
