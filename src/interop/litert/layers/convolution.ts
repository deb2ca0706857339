/** Layers with weights. LiteRT has the outputs of a kernel first, where Keras has them last, and asks for biases. */
import { isSameShape, type Shape } from '../../../model/layers/define'
import type { Pair } from '../../../model/layers/pair'
import type { LayerArgsOf } from '../../../model/layers/registry'
import { cutBefore, spanOf } from '../../../model/layers/sliding'
import { spreadKernel } from '../../tensorflowjs/spreadKernel'
import { axisFirst } from '../axisFirst'
import type { Graph, Value } from '../graph'
import { conv2d, depthwiseConv2d, fullyConnected, transposeConv } from '../operators'
import { activate, activateBehind, fusedOf } from './activation'
import type { LayerToWrite, Lowering } from './lowering'
import { sliceImage } from './reshaping'

export const lowerConv2d: Lowering<'Conv2D'> = (layer) => {
  const { args, name, inputs, shape, graph } = layer
  const { filters, padding, strides, dilationRate: dilation, activation, kernelSize } = args
  const channels = inputs[0].shape.at(-1)!
  const kernel = outputsFirst(graph, `${name}/kernel`, [...kernelSize, channels, filters], layer.weight('kernel'))
  const operator = conv2d({ padding, strides, dilation, fused: fusedOf(activation) })
  const sums = graph.operate(operator, name, [inputs[0], kernel, biasOf(layer, filters)], shape)
  return activateBehind(graph, name, activation, sums)
}

export const lowerDepthwiseConv2d: Lowering<'DepthwiseConv2D'> = (layer) => {
  const { args, name, shape, graph } = layer
  const sums = slideOverEach(layer, biasOf(layer, shape.at(-1)!), shape, name)
  return activateBehind(graph, name, args.activation, sums)
}

/** Each channel by itself, and then a convolution of one pixel. */
export const lowerSeparableConv2d: Lowering<'SeparableConv2D'> = (layer) => {
  const { args, name, inputs, shape, graph } = layer
  const { filters, activation, depthMultiplier } = args
  const channels = inputs[0].shape.at(-1)! * depthMultiplier
  const noBias = graph.floats(`${name}/no_bias`, [channels], new Float32Array(channels))
  const slid = slideOverEach(layer, noBias, [...shape.slice(0, -1), channels], `${name}/depthwise`, 'none')
  const pointwise = layer.weight('pointwise_kernel')
  const kernel = outputsFirst(graph, `${name}/pointwise_kernel`, [1, 1, channels, filters], pointwise)
  const operator = conv2d({ padding: 'valid', strides: [1, 1], dilation: [1, 1], fused: fusedOf(activation) })
  const sums = graph.operate(operator, name, [slid, kernel, biasOf(layer, filters)], shape)
  return activateBehind(graph, name, activation, sums)
}

export const lowerDense: Lowering<'Dense'> = (layer) => {
  const { args, name, inputs, shape, graph } = layer
  const { units, activation } = args
  const length = inputs[0].shape.at(-1)!
  const kernel = outputsFirst(graph, `${name}/kernel`, [length, units], layer.weight('kernel'))
  const operator = fullyConnected(fusedOf(activation))
  const sums = graph.operate(operator, name, [inputs[0], kernel, biasOf(layer, units)], shape)
  return activateBehind(graph, name, activation, sums)
}

/**
 * LiteRT knows no dilation and no output padding here. A dilated kernel is spread. Where the output is another one than LiteRT's own, more
 * of it is computed, and cut.
 */
export const lowerConv2dTranspose: Lowering<'Conv2DTranspose'> = (layer) => {
  const { args, name, inputs, shape, graph } = layer
  const { filters, strides, padding, outputPadding, activation, kernelSize, dilationRate } = args
  const channels = inputs[0].shape.at(-1)!
  const span = spanOf(kernelSize, dilationRate)
  const spreading = {
    from: [...kernelSize, filters, channels],
    to: [...span, filters, channels],
    rate: dilationRate,
  }
  const spread = spreadKernel(Float32Array.from(layer.weight('kernel')), spreading)
  const kernel = graph.floats(`${name}/kernel`, [filters, ...span, channels], axisFirst(spread, spreading.to, 2))
  const before: Pair = outputPadding
    ? [cutOf(args, span, 0, outputPadding), cutOf(args, span, 1, outputPadding)]
    : [0, 0]
  const reach = (axis: 0 | 1): number =>
    Math.max((inputs[0].shape[axis]! - 1) * strides[axis] + span[axis], before[axis] + shape[axis]!)
  const whole = outputPadding ? [reach(0), reach(1), filters] : shape
  const operator = transposeConv({ padding: outputPadding ? 'valid' : padding, strides })
  const reads = [graph.integers([1, ...whole]), kernel, inputs[0], biasOf(layer, filters)]
  const sums = graph.operate(operator, name, reads, whole)
  const cut = isSameShape(whole, shape) ? sums : sliceImage(graph, `${name}/cut`, sums, before, shape)
  return activate(graph, name, activation, cut)
}

function cutOf({ strides, padding }: LayerArgsOf['Conv2DTranspose'], span: Pair, axis: 0 | 1, extra: Pair): number {
  return cutBefore(span[axis], strides[axis], padding, extra[axis])
}

type SlidingOverEach = LayerToWrite<'DepthwiseConv2D'> | LayerToWrite<'SeparableConv2D'>

function slideOverEach(
  { args, inputs, graph, weight }: SlidingOverEach,
  bias: Value,
  shape: Shape,
  name: string,
  fused = fusedOf(args.activation),
): Value {
  const { padding, strides, dilationRate: dilation, kernelSize, depthMultiplier } = args
  const kernel = graph.floats(`${name}/kernel`, [1, ...kernelSize, shape.at(-1)!], weight('depthwise_kernel'))
  const operator = depthwiseConv2d({ padding, strides, dilation, fused }, depthMultiplier)
  return graph.operate(operator, name, [inputs[0], kernel, bias], shape)
}

function biasOf(
  {
    args,
    name,
    graph,
    weight,
  }: Pick<LayerToWrite<'Dense'>, 'name' | 'graph' | 'weight'> & {
    readonly args: { readonly useBias: boolean }
  },
  length: number,
): Value {
  return graph.floats(`${name}/bias`, [length], args.useBias ? weight('bias') : new Float32Array(length))
}

/** A kernel whose last axis is that of the outputs, with that axis first. */
function outputsFirst(graph: Graph, name: string, shape: Shape, values: Float32Array): Value {
  const last = shape.length - 1
  return graph.floats(name, [shape[last]!, ...shape.slice(0, last)], axisFirst(values, shape, last))
}
