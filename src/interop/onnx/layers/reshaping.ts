/** The layers that put values elsewhere, and Dense. */
import type { LayerContext, LayerWriter } from './writer'
import { writeActivation } from '../activations'
import { floats, integers, text, type Attributes } from '../graph'
import type { Value } from '../builder'

export const writeFlatten: LayerWriter<'Flatten'> = ({ graph, inputs }) => graph.flattened(inputs[0])

export const writeReshape: LayerWriter<'Reshape'> = ({ graph, inputs, output }) => graph.reshaped(inputs[0], output)

/** The values stay where they are: the axes are called otherwise. */
export const writePermute: LayerWriter<'Permute'> = ({ graph, args, inputs, output }) => {
  const input = inputs[0].flattened ? graph.channelsLast(inputs[0]) : inputs[0]
  return { ...input, shape: output, axes: input.axes.map((axis) => args.dims.indexOf(axis + 1)) }
}

/** A kernel behind a Flatten has its rows in the order in which the values lie. */
export const writeDense: LayerWriter<'Dense'> = ({ graph, args, name, inputs, output }) => {
  const [input] = inputs
  const key = `${name}/kernel`
  const before = input.flattened
  const dims = [input.shape[0]!, args.units]
  const kernel = before
    ? graph.weight(key, [...before.shape, args.units], [...before.axes, before.shape.length], dims)
    : graph.weight(key, dims)
  const bias = args.useBias ? [graph.weight(`${name}/bias`, [args.units])] : []
  const sums = graph.add('Gemm', [input.name, kernel, ...bias])
  return writeActivation(graph, { name: sums, shape: output, axes: [0] }, args.activation)
}

export const writeZeroPadding2d: LayerWriter<'ZeroPadding2D'> = ({ graph, args, inputs, output }) => {
  const input = graph.channelsFirst(inputs[0])
  const [[top, bottom], [left, right]] = [args.rows, args.columns]
  const pads = graph.constant('pads', integers([0, 0, top, left, 0, 0, bottom, right]))
  const name = graph.add('Pad', [input.name, pads], { mode: text('constant') })
  return { ...input, name, shape: output }
}

export const writeCropping2d: LayerWriter<'Cropping2D'> = ({ graph, args, inputs, output }) => {
  const input = graph.channelsFirst(inputs[0])
  const [height, width] = input.shape
  const starts = graph.constant('starts', integers([args.rows[0], args.columns[0]]))
  const ends = graph.constant('ends', integers([height! - args.rows[1], width! - args.columns[1]]))
  const axes = graph.constant('axes', integers([2, 3]))
  return { ...input, name: graph.add('Slice', [input.name, starts, ends, axes]), shape: output }
}

const RESIZING: Readonly<Record<'nearest' | 'bilinear', Attributes>> = {
  nearest: {
    mode: text('nearest'),
    coordinate_transformation_mode: text('asymmetric'),
    nearest_mode: text('floor'),
  },
  bilinear: { mode: text('linear'), coordinate_transformation_mode: text('half_pixel') },
}

export const writeUpSampling2d: LayerWriter<'UpSampling2D'> = ({ graph, args, inputs, output }) => {
  const input = graph.channelsFirst(inputs[0])
  const scales = graph.constant('scales', floats([1, 1, ...args.size]))
  const name = graph.add('Resize', [input.name, '', scales], RESIZING[args.interpolation])
  return { ...input, name, shape: output }
}

/** What works in training alone. */
export const writeNothing = ({ inputs }: Pick<LayerContext<'Dropout'>, 'inputs'>): Value => inputs[0]
