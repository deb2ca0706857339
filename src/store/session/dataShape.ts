/** The shape of the data that the stack is drawn up for. */
import { DEFAULT_DATA_SHAPE, type DataShape } from '../../model/graph/shapes'
import type { ModelPart } from './modelPart'
import type { DataPart } from './dataPart'

/** The parts of the session that decide it. */
export interface ShapedBy {
  readonly data: Pick<DataPart, 'dataset'>
  readonly model: Pick<ModelPart, 'current'>
}

/** The shape of the dataset; without one, that of the current model's data; without either, MNIST's. */
export function dataShape({ data: { dataset }, model: { current } }: ShapedBy): DataShape {
  if (!dataset) return current?.data ?? DEFAULT_DATA_SHAPE
  const { height, width, channels, classes } = dataset
  return { height, width, channels, classes: classes.length }
}
