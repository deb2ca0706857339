/** Activations of ONNX as layers, or as arguments of the layers before them. */
import type { Activation } from '../../../model/layers/activations'
import { INPUT } from '../../../model/layers/define'
import { withAxes } from '../../../model/layers/merging/stretchedShape'
import { channelsFirst, channelsLast } from '../builder'
import type { OnnxNode } from '../graph'
import { axisOf, numberOf, plain, refuse, scalarOf, textOf, turned } from './node'
import type { Reading, Value, OperatorReader } from './reading'

const POSITIVE: ReadonlySet<Activation> = new Set(['relu', 'relu6', 'sigmoid', 'hard_sigmoid', 'softplus', 'softmax'])

/** An activation, as an argument of the layer before it where nothing else reads that. */
function activated(reading: Reading, node: OnnxNode, activation: Activation, input = reading.value(node)): Value {
  const isPositive = POSITIVE.has(activation)
  const layer = reading.own(node)
  if (layer?.args['activation'] === 'linear' && layer === input.layer) {
    layer.args = { ...layer.args, activation }
    layer.output = node.outputs[0] ?? ''
    return { ...input, ...(isPositive && { isPositive }) }
  }
  return reading.pointwise(node, 'Activation', { activation }, input, isPositive)
}

export const readActivation =
  (activation: Activation): OperatorReader =>
  (reading, node) =>
    activated(reading, node, activation)

const isNear = (one: number, other: number): boolean => Math.abs(one - other) < 1e-6

export const readHardSigmoid: OperatorReader = (reading, node) => {
  const [alpha, beta] = [numberOf(node, 'alpha', 0.2), numberOf(node, 'beta', 0.5)]
  if (isNear(alpha, 1 / 6) && isNear(beta, 0.5)) return activated(reading, node, 'hard_sigmoid')
  refuse(node, `has slope ${alpha} and offset ${beta}; Strata has Keras 3’s hard_sigmoid, of 1/6 and 0.5`)
}

export const readGelu: OperatorReader = (reading, node) => {
  if (textOf(node, 'approximate', 'none') === 'none') return activated(reading, node, 'gelu')
  refuse(node, 'is the approximation by tanh, and Strata has the exact one')
}

export const readHardSwish: OperatorReader = (reading, node) => {
  const input = reading.value(node)
  const gate = reading.pointwise(node, 'Activation', { activation: 'hard_sigmoid' }, input)
  return { ...input, ...reading.make(node, 'Multiply', {}, [input, gate]) }
}

/** Softmax and its logarithm, which before version 13 took all axes from one on together. */
export const readRows =
  (activation: 'softmax' | 'log_softmax'): OperatorReader =>
  (reading, node) => {
    const value = reading.asRow(node, reading.value(node))
    const axes = value.shape.length
    const axis = axisOf(node, numberOf(node, 'axis', reading.opset < 13 ? 1 : -1), axes)
    if (reading.opset < 13 && axis !== axes - 1) refuse(node, 'takes several axes together')
    // The axis that is summed over must be the last one of Strata's.
    const isLast = value.axes[axis] === axes - 1
    const wanted = axis === 0 ? channelsFirst(value.shape) : channelsLast(value.shape)
    if (!isLast && axis !== 0 && axis !== axes - 1) refuse(node, 'works along an axis in the middle')
    return activated(reading, node, activation, isLast ? value : reading.relabelled(node, value, wanted))
  }

export const readElu: OperatorReader = (reading, node) => {
  const alpha = numberOf(node, 'alpha', 1)
  if (alpha === 1) return activated(reading, node, 'elu')
  return reading.pointwise(node, 'ELU', { alpha }, reading.value(node))
}

export const readLeakyRelu: OperatorReader = (reading, node) =>
  reading.pointwise(node, 'LeakyReLU', { negativeSlope: plain(numberOf(node, 'alpha', 0.01)) }, reading.value(node))

export const readThresholdedRelu: OperatorReader = (reading, node) => {
  const threshold = numberOf(node, 'alpha', 1)
  return reading.pointwise(node, 'ReLU', { threshold }, reading.value(node), threshold >= 0)
}

export const readClip: OperatorReader = (reading, node) => {
  const bound = (name: string, place: number): number | undefined => {
    const given = node.attributes[name]
    if (given?.type === 'float') return given.value
    if ((node.inputs[place] ?? '') === '') return undefined
    return scalarOf(reading.constant(node, place)) ?? refuse(node, 'computes what it clips to, which no layer does')
  }
  const input = reading.value(node)
  const [least = -Infinity, most = Infinity] = [bound('min', 1), bound('max', 2)]
  const isOpen = most > 3e38
  if (least === 0 && most === 6) return activated(reading, node, 'relu6')
  if (least === 0 && isOpen) return activated(reading, node, 'relu')
  if (least === 0) return reading.pointwise(node, 'ReLU', { maxValue: plain(most) }, input, true)
  // A bound above is an argument of the ReLU before it.
  const { layer } = input
  if (least < -3e38 && layer !== INPUT && layer.className === 'LeakyReLU') {
    const args = { negativeSlope: Number(layer.args['negativeSlope']), maxValue: plain(most) }
    const made = reading.make(node, 'ReLU', args, layer.inputs)
    return { ...input, layer: made.layer }
  }
  refuse(node, `clips to the range from ${least} to ${most}, and Strata’s ReLU clips at 0`)
}

export const readPRelu: OperatorReader = (reading, node) => {
  const value = reading.asRow(node, reading.value(node))
  const slope = reading.weights(node, 1)
  const axes = value.axes.length
  const dims = withAxes(slope.dims, axes).slice(-axes)
  const shared = channelsLast(value.shape).flatMap((axis) => {
    const length = dims[value.axes.indexOf(axis)]!
    return length === 1 && value.shape[axis] !== 1 ? [axis + 1] : []
  })
  const order = channelsLast(value.shape).map((axis) => value.axes.indexOf(axis))
  const alpha = turned({ ...slope, dims }, order)
  const sharedAxes = (shared.length === 0 ? 'none' : shared.join(', ')) as 'none'
  return { ...value, ...reading.make(node, 'PReLU', { sharedAxes }, [value], { alpha }) }
}
