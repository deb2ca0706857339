/** Layers that only move values, and those that do nothing but in training. */
import type { Shape } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import type { Graph, Value } from '../graph'
import { PAD, RESHAPE, RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR, SLICE, TRANSPOSE } from '../operators'
import type { Lowering } from './lowering'

export function reshapeTo(graph: Graph, name: string, input: Value, shape: Shape): Value {
  return graph.operate(RESHAPE, name, [input, graph.integers([-1, ...shape])], shape)
}

export const lowerReshape: Lowering<'Flatten' | 'Reshape'> = ({ name, inputs: [input], shape, graph }) =>
  reshapeTo(graph, name, input, shape)

export const lowerPermute: Lowering<'Permute'> = ({ args, name, inputs: [input], shape, graph }) =>
  graph.operate(TRANSPOSE, name, [input, graph.integers([0, ...args.dims])], shape)

export const lowerZeroPadding2d: Lowering<'ZeroPadding2D'> = ({ args, name, inputs: [input], shape, graph }) => {
  const sides = graph.integerPairs([[0, 0], args.rows, args.columns, [0, 0]])
  return graph.operate(PAD, name, [input, sides], shape)
}

export const lowerCropping2d: Lowering<'Cropping2D'> = ({ args, name, inputs: [input], shape, graph }) =>
  sliceImage(graph, name, input, [args.rows[0], args.columns[0]], shape)

/** The part of images that begins at a row and a column. */
export function sliceImage(graph: Graph, name: string, images: Value, begin: Pair, shape: Shape): Value {
  const parameters = [graph.integers([0, ...begin, 0]), graph.integers([-1, ...shape])]
  return graph.operate(SLICE, name, [images, ...parameters], shape)
}

export const lowerUpSampling2d: Lowering<'UpSampling2D'> = ({ args, name, inputs: [input], shape, graph }) => {
  const operator = args.interpolation === 'nearest' ? RESIZE_NEAREST_NEIGHBOR : RESIZE_BILINEAR
  return graph.operate(operator, name, [input, graph.integers(shape.slice(0, 2))], shape)
}

export const lowerNothing: Lowering<'Dropout' | 'SpatialDropout2D' | 'GaussianDropout' | 'GaussianNoise'> = ({
  inputs: [input],
}) => input
