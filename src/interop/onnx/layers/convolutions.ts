/** Convolutions, with channels first and kernels as ONNX has them: filters first. */
import { slidingBackOf } from '../../../model/layers/convolution/conv2dTranspose'
import type { WindowArgs } from '../../../model/layers/convolution/window'
import type { Sliding } from '../../../model/layers/define'
import { cutBefore, spanOf } from '../../../model/layers/sliding'
import { writeActivation } from '../activations'
import type { GraphBuilder, Value } from '../builder'
import { int, ints, type Attributes } from '../graph'
import type { LayerWriter } from './writer'

/** Rows and columns that a window reaches over the edges: those above and left, then those below and right, as ONNX lists them. */
export function padsOf(
  { kernel, strides, dilation, padding }: Sliding,
  { shape }: Pick<Value, 'shape'>,
): readonly number[] {
  if (padding === 'valid') return [0, 0, 0, 0]
  const span = spanOf(kernel, dilation)
  const sums = [0, 1].map((axis) => {
    const length = shape[axis]!
    const places = Math.ceil(length / strides[axis]!)
    return Math.max(0, (places - 1) * strides[axis]! + span[axis]! - length)
  })
  // Of an odd number, the larger half is below and right.
  return [...sums.map((sum) => Math.floor(sum / 2)), ...sums.map((sum) => Math.ceil(sum / 2))]
}

function windowOf(args: WindowArgs, input: Value, group: number): Attributes {
  const { kernelSize: kernel, strides, dilationRate: dilation, padding } = args
  return {
    kernel_shape: ints(kernel),
    strides: ints(strides),
    dilations: ints(dilation),
    pads: ints(padsOf({ kernel, strides, dilation, padding }, input)),
    group: int(group),
  }
}

export const writeConv2d: LayerWriter<'Conv2D'> = ({ graph, args, name, inputs, output }) => {
  const input = graph.channelsFirst(inputs[0])
  const kernel = graph.weight(`${name}/kernel`, [...args.kernelSize, input.shape[2]!, args.filters], [3, 2, 0, 1])
  const tensors = [input.name, kernel, ...biasOf(graph, name, args.useBias, args.filters)]
  const sums = graph.add('Conv', tensors, windowOf(args, input, 1))
  return writeActivation(graph, { ...input, name: sums, shape: output }, args.activation)
}

function biasOf(graph: GraphBuilder, name: string, useBias: boolean, outputs: number): readonly string[] {
  return useBias ? [graph.weight(`${name}/bias`, [outputs])] : []
}

/** A convolution of each channel by itself: the filters of the first channel come first. */
function depthwise(
  graph: GraphBuilder,
  args: WindowArgs & { readonly depthMultiplier: number },
  name: string,
  given: Value,
  useBias: boolean,
): Value {
  const input = graph.channelsFirst(given)
  const channels = input.shape[2]!
  const outputs = channels * args.depthMultiplier
  const as = [...args.kernelSize, channels, args.depthMultiplier]
  const kernel = graph.weight(`${name}/depthwise_kernel`, as, [2, 3, 0, 1], [outputs, 1, ...args.kernelSize])
  const tensors = [input.name, kernel, ...biasOf(graph, name, useBias, outputs)]
  const attributes = windowOf(args, input, channels)
  return { ...input, name: graph.add('Conv', tensors, attributes) }
}

export const writeDepthwiseConv2d: LayerWriter<'DepthwiseConv2D'> = ({ graph, args, name, inputs, output }) => {
  const sums = depthwise(graph, args, name, inputs[0], args.useBias)
  return writeActivation(graph, { ...sums, shape: output }, args.activation)
}

export const writeSeparableConv2d: LayerWriter<'SeparableConv2D'> = ({ graph, args, name, inputs, output }) => {
  const each = depthwise(graph, args, name, inputs[0], false)
  const channels = inputs[0].shape[2]! * args.depthMultiplier
  const kernel = graph.weight(`${name}/pointwise_kernel`, [1, 1, channels, args.filters], [3, 2, 0, 1])
  const tensors = [each.name, kernel, ...biasOf(graph, name, args.useBias, args.filters)]
  const sums = graph.add('Conv', tensors, { kernel_shape: ints([1, 1]) })
  return writeActivation(graph, { ...each, name: sums, shape: output }, args.activation)
}

/** How many rows and columns of the patterns lie outside the output, and how many it has beyond them. */
function paddingOf(args: Parameters<typeof slidingBackOf>[0], input: Value, output: readonly number[]): Attributes {
  const { kernel, dilation, strides, padding, outputPadding } = slidingBackOf(args)
  const span = spanOf(kernel, dilation)
  const before = [0, 1].map((axis) => cutBefore(span[axis]!, strides[axis]!, padding, outputPadding?.[axis] ?? null))
  const after = [0, 1].map((axis) => {
    const whole = (input.shape[axis]! - 1) * strides[axis]! + span[axis]!
    return whole - before[axis]! - output[axis]!
  })
  return {
    pads: ints([...before, ...after.map((rows) => Math.max(0, rows))]),
    output_padding: ints(after.map((rows) => Math.max(0, -rows))),
  }
}

export const writeConv2dTranspose: LayerWriter<'Conv2DTranspose'> = ({ graph, args, name, inputs, output }) => {
  const input = graph.channelsFirst(inputs[0])
  const kernel = graph.weight(`${name}/kernel`, [...args.kernelSize, args.filters, input.shape[2]!], [3, 2, 0, 1])
  const tensors = [input.name, kernel, ...biasOf(graph, name, args.useBias, args.filters)]
  const sums = graph.add('ConvTranspose', tensors, {
    kernel_shape: ints(args.kernelSize),
    strides: ints(args.strides),
    dilations: ints(args.dilationRate),
    ...paddingOf(args, input, output),
  })
  return writeActivation(graph, { ...input, name: sums, shape: output }, args.activation)
}
