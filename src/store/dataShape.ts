/** What the stack is drawn up for. */
import { DEFAULT_DATA_SHAPE, type DataShape } from '../model/graph/shapes'
import type { Session } from './session'

/** The shape of the dataset; without one, that of the current model's data; without either, MNIST's. */
export function dataShape({ dataset, model }: Pick<Session, 'dataset' | 'model'>): DataShape {
  if (!dataset) return model?.data ?? DEFAULT_DATA_SHAPE
  const { height, width, channels, classes } = dataset
  return { height, width, channels, classes: classes.length }
}
