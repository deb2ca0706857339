/** The shape of the data that the stack is drawn up for. */
import { drawnFor } from '../../model/graph/drawnFor'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { ModelPart } from './modelPart'
import type { DataPart } from './dataPart'

/** The parts of the session that decide it. */
export interface ShapedBy {
  readonly data: Pick<DataPart, 'dataset' | 'formerShape'>
  readonly model: Pick<ModelPart, 'current'>
}

/** The shape of the dataset; without one, that of the current model's data; without either, that of the data before. */
export function dataShape({ data: { dataset, formerShape }, model: { current } }: ShapedBy): DataShape {
  if (!dataset) return current?.data ?? formerShape
  const { height, width, channels, classes } = dataset
  return { height, width, channels, classes: classes.length }
}

/** The shape of the data at hand. Without any, a stack is right for the images and classes that it was drawn up for. */
export function stackShape(stack: Stack, parts: ShapedBy): DataShape {
  const shape = dataShape(parts)
  return parts.data.dataset || parts.model.current ? shape : drawnFor(stack, shape)
}
