/** Operators that work on each value by itself, join several inputs, or put values elsewhere, as layers. */
import type { Activation } from '../../../model/layers/activations'
import { sizeOf, type Shape } from '../../../model/layers/define'
import { withAxes } from '../../../model/layers/merging/stretchedShape'
import { channelsFirst, channelsLast } from '../builder'
import type { OnnxNode, Tensor } from '../graph'
import { INPUT } from '../../../model/layers/define'
import { lay } from '../layOut'
import {
  axisOf,
  numberOf,
  numbersOf,
  refuse,
  textOf,
  turned,
  type Floats,
  type Made,
  type Reading,
  type Value,
} from './reading'

type OperatorReader = (reading: Reading, node: OnnxNode) => Value

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

/** The first step of a gelu: the erf of a value over the square root of 2. */
export const readErf: OperatorReader = (reading, node) => {
  const value = reading.value(node)
  const { layer } = value
  const of = layer === INPUT ? undefined : layer.inputs[0]
  if (layer === INPUT || !of || layer.className !== 'Rescaling' || !isScale(layer, Math.SQRT1_2))
    refuse(node, 'is no part of a gelu, and Strata has no layer for it')
  return { ...of, axes: value.axes, gelu: { of: { ...of, axes: value.axes }, step: 'erf' } }
}

function isScale({ args }: Made, scale: number): boolean {
  return isNear(Number(args['scale']), scale) && args['offset'] === 0
}

/** Whether two values are the same numbers in the same order. */
function isSame(one: Value, other: Value): boolean {
  return one.layer === other.layer && one.axes.join() === other.axes.join() && one.isRow === other.isRow
}

/** `x · (1 + erf)`, of which the half is the gelu; or the gelu itself, where `x` was halved before. Undefined for other products. */
function geluProduct(reading: Reading, node: OnnxNode): Value | undefined {
  const [first, second] = [reading.value(node, 0), reading.value(node, 1)]
  const [gate, other] = first.gelu ? [first, second] : [second, first]
  if (gate.gelu?.step !== 'gate' || other.gelu) return undefined
  const { of } = gate.gelu
  if (isSame(other, of)) return { ...of, gelu: { of, step: 'product' } }
  const { layer } = other
  const isHalf = layer !== INPUT && layer.className === 'Rescaling' && isScale(layer, 0.5)
  return isHalf && isSame({ ...layer.inputs[0]!, axes: other.axes }, of)
    ? reading.pointwise(node, 'Activation', { activation: 'gelu' }, of)
    : undefined
}

/** The next step of a gelu, by a constant. */
function geluStep(reading: Reading, node: OnnxNode, { gelu }: Value, { scale, offset }: Arithmetic): Value {
  const { of, step } = gelu!
  const [by, plus] = [scale[0]!, offset[0]!]
  if (step === 'erf' && by === 1 && plus === 1) return { ...of, gelu: { of, step: 'gate' } }
  if (step === 'product' && by === 0.5 && plus === 0)
    return reading.pointwise(node, 'Activation', { activation: 'gelu' }, of)
  refuse(node, 'reads an Erf, which Strata has as a part of gelu alone')
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

export const readThresholdedRelu: OperatorReader = (reading, node) =>
  reading.pointwise(node, 'ReLU', { threshold: numberOf(node, 'alpha', 1) }, reading.value(node), true)

/** The shortest decimal number that is the same as a float32: 0.1 for 0.10000000149. */
function plain(value: number): number {
  const float = Math.fround(value)
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return float
}

export const readClip: OperatorReader = (reading, node) => {
  const bound = (name: string, place: number): number | undefined => {
    const given = node.attributes[name]
    if (given?.type === 'float') return given.value
    return (node.inputs[place] ?? '') === '' ? undefined : scalarOf(reading.constant(node, place))
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

/** The number of a constant that holds one; undefined for others. */
export function scalarOf(tensor: Tensor | undefined): number | undefined {
  return tensor?.values.length === 1 ? tensor.values[0] : undefined
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

export const readBatchNormalization: OperatorReader = (reading, node) => {
  if (numberOf(node, 'training_mode', 0) === 1) refuse(node, 'is in training: export the model for inference')
  const given = reading.asRow(node, reading.value(node))
  const input = reading.relabelled(node, given, channelsFirst(given.shape))
  const weights = {
    gamma: reading.weights(node, 1).values,
    beta: reading.weights(node, 2).values,
    moving_mean: reading.weights(node, 3).values,
    moving_variance: reading.weights(node, 4).values,
  }
  const args = { epsilon: plain(numberOf(node, 'epsilon', 1e-5)) }
  return { ...input, ...reading.make(node, 'BatchNormalization', args, [input], weights) }
}

export const readLayerNormalization: OperatorReader = (reading, node) => {
  const input = reading.inOrder(node, reading.value(node))
  const count = input.shape.length - axisOf(node, numberOf(node, 'axis', -1), input.shape.length)
  const axis = (['-1', '-2, -1', '-3, -2, -1'] as const)[count - 1]
  if (!axis) refuse(node, `works along ${count} axes`)
  const beta = node.inputs[2] ? reading.weights(node, 2).values : undefined
  const args = { axis, epsilon: plain(numberOf(node, 'epsilon', 1e-5)), center: beta !== undefined }
  const weights = { gamma: reading.weights(node, 1).values, beta }
  return { ...input, ...reading.make(node, 'LayerNormalization', args, [input], weights) }
}

// Values with weights -----------------------------------------------------------------------------------------------------------

/** The kernel's rows in Strata's order, for a row that lies in another. */
function withRows(values: Floats, units: number, { shape, axes }: Value): Floats {
  const as = [...axes.map((axis) => shape[axis]!), units]
  return lay(values, { as, axes: [...channelsLast(shape).map((axis) => axes.indexOf(axis)), shape.length] })
}

function dense(reading: Reading, node: OnnxNode, kernel: Floats, dims: Shape, bias: Floats | undefined): Value {
  const value = reading.value(node)
  const [inputs = 0, units = 0] = dims
  if (dims.length !== 2 || inputs !== sizeOf(value.shape) || (!value.isRow && value.shape.length !== 1))
    refuse(node, 'has a kernel that does not fit its input')
  const rows = value.isRow ? withRows(kernel, units, value) : kernel
  const row = reading.flattened(node, value)
  const args = { units, activation: 'linear', useBias: bias !== undefined } as const
  return { ...reading.make(node, 'Dense', args, [row], { kernel: rows, bias }), axes: [0] }
}

export const readGemm: OperatorReader = (reading, node) => {
  if (numberOf(node, 'transA', 0) === 1) refuse(node, 'transposes its input')
  const kernel = reading.weights(node, 1)
  const isTurned = numberOf(node, 'transB', 0) === 1
  const [alpha, beta] = [numberOf(node, 'alpha', 1), numberOf(node, 'beta', 1)]
  const values = isTurned ? turned(kernel, [1, 0]) : kernel.values
  const dims = isTurned ? kernel.dims.toReversed() : kernel.dims
  const given = node.inputs[2] ? reading.weights(node, 2).values : undefined
  const units = dims[1] ?? 0
  const bias = given?.length === 1 && units !== 1 ? new Float32Array(units).fill(given[0]!) : given
  return dense(
    reading,
    node,
    alpha === 1 ? values : values.map((value) => value * alpha),
    dims,
    beta === 1 ? bias : bias?.map((value) => value * beta),
  )
}

export const readMatMul: OperatorReader = (reading, node) => {
  const kernel = reading.weights(node, 1)
  return dense(reading, node, kernel.values, kernel.dims, undefined)
}

// Joining -----------------------------------------------------------------------------------------------------------------------

type Elementwise = 'Add' | 'Subtract' | 'Multiply' | 'Average' | 'Maximum'

function joined(reading: Reading, node: OnnxNode, className: Elementwise): Value {
  const given = node.inputs.map((_, place) => reading.asRow(node, reading.value(node, place)))
  const [first] = given
  if (given.length === 1) return first!
  if (given.some(({ shape }) => shape.length !== first!.shape.length)) {
    refuse(node, 'joins values with different numbers of axes, which would mix the images of a batch')
  }
  const inputs = given.map((value) => reading.relabelled(node, value, first!.axes))
  const isPositive = className !== 'Subtract' && inputs.every((value) => value.isPositive)
  const made = reading.make(node, className, {}, inputs)
  return { ...made, axes: first!.axes, ...(isPositive && { isPositive }) }
}

export const readJoin =
  (className: Elementwise): OperatorReader =>
  (reading, node) =>
    joined(reading, node, className)

export const readConcat: OperatorReader = (reading, node) => {
  const given = node.inputs.map((_, place) => reading.asRow(node, reading.value(node, place)))
  const [first] = given
  if (!first || given.some(({ shape }) => shape.length !== first.shape.length))
    refuse(node, 'joins values with different numbers of axes')
  const inputs = given.map((value) => reading.relabelled(node, value, first.axes))
  if (inputs.length === 1) return first
  const axis = first.axes[axisOf(node, numberOf(node, 'axis', 1), first.shape.length)]! - first.shape.length
  return { ...reading.make(node, 'Concatenate', { axis }, inputs), axes: first.axes }
}

/** What a constant does to a value: `value * scale + offset`, each one number, or one a channel. */
export interface Arithmetic {
  readonly scale: readonly number[]
  readonly offset: readonly number[]
}

type Arithmetics = 'Add' | 'Sub' | 'Mul' | 'Div'

/** Add, Sub, Mul and Div, whose inputs may be layers' outputs, or one of them a constant. */
export const readArithmetic =
  (op: Arithmetics): OperatorReader =>
  (reading, node) => {
    const places = [0, 1].filter((place) => reading.constant(node, place) === undefined)
    const [place, second] = places
    if (place === undefined) refuse(node, 'works on constants alone')
    if (second !== undefined) {
      if (op === 'Div') refuse(node, 'divides by a layer’s output, which no layer does')
      const gelu = op === 'Mul' ? geluProduct(reading, node) : undefined
      if (gelu) return gelu
      return joined(reading, node, op === 'Add' ? 'Add' : op === 'Sub' ? 'Subtract' : 'Multiply')
    }
    const value = reading.value(node, place)
    const constant = reading.weights(node, 1 - place)
    const numbers = (how: (value: number) => number): readonly number[] => Array.from(constant.values, how)
    if (op === 'Div' && place === 1) refuse(node, 'divides by a layer’s output, which no layer does')
    const scale =
      op === 'Mul'
        ? numbers((each) => each)
        : op === 'Div'
          ? numbers((each) => 1 / each)
          : [place === 1 && op === 'Sub' ? -1 : 1]
    const offset =
      op === 'Add' ? numbers((each) => each) : op === 'Sub' ? numbers((each) => (place === 0 ? -each : each)) : [0]
    return withArithmetic(reading, node, value, constant, { scale, offset })
  }

function withArithmetic(
  reading: Reading,
  node: OnnxNode,
  value: Value,
  constant: Tensor,
  { scale, offset }: Arithmetic,
): Value {
  const { layer } = value
  const isOne = constant.values.length === 1
  if (value.gelu && isOne) return geluStep(reading, node, value, { scale, offset })
  const channel = value.axes.indexOf(value.shape.length - 1)
  const dims = withAxes(constant.dims, value.axes.length).slice(-value.axes.length)
  const isByChannel =
    !value.isRow && dims.every((length, place) => length === (place === channel ? value.shape.at(-1) : 1))
  if (layer === INPUT && value.affine && (isOne || isByChannel)) {
    const { affine } = value
    const at = (list: readonly number[], channel: number): number => list[list.length === 1 ? 0 : channel]!
    return {
      ...value,
      affine: {
        scale: affine.scale.map((each, c) => each * at(scale, c)),
        offset: affine.offset.map((each, c) => each * at(scale, c) + at(offset, c)),
      },
    }
  }
  const isShift = scale.length === 1 && scale[0] === 1
  const biased = isShift ? withBias(reading, node, offset) : undefined
  if (biased) return { ...value, layer: biased }
  if (!isOne) refuse(node, 'scales or shifts values each by a number of their own, which no layer does')
  return reading.pointwise(node, 'Rescaling', { scale: scale[0]!, offset: offset[0]! }, value)
}

/** The layer before, with what is added behind it for its bias; undefined where that can't be. */
function withBias(reading: Reading, node: OnnxNode, offset: readonly number[]): Made | undefined {
  const layer = reading.own(node, reading.constant(node, 0) ? 1 : 0)
  if (!layer) return undefined
  const { args, weights } = layer
  if (args['useBias'] !== false || args['activation'] !== 'linear' || offset.length !== args['units']) return undefined
  layer.args = { ...args, useBias: true }
  layer.output = node.outputs[0] ?? ''
  weights.set('bias', Float32Array.from(offset))
  return layer
}

// Putting values elsewhere ------------------------------------------------------------------------------------------------------

export const readIdentity: OperatorReader = (reading, node) => reading.value(node)

export const readTranspose: OperatorReader = (reading, node) => {
  const value = reading.asRow(node, reading.value(node))
  const perm = numbersOf(node, 'perm') ?? value.axes.map((_, place) => value.axes.length - place)
  if (perm[0] !== 0 || perm.length !== value.axes.length + 1) refuse(node, 'moves the batch axis')
  const axes = perm.slice(1).map((place) => value.axes[place - 1]!)
  if (new Set(axes).size !== value.axes.length || axes.includes(undefined as never))
    refuse(node, 'has no order of axes')
  return { ...value, axes }
}

export const readFlatten: OperatorReader = (reading, node) => {
  if (numberOf(node, 'axis', 1) !== 1) refuse(node, 'joins other axes than all behind the batch axis')
  return asRow(reading.value(node))
}

function asRow(value: Value): Value {
  return value.isRow || value.shape.length === 1 ? value : { ...value, isRow: true }
}

function reshaped(reading: Reading, node: OnnxNode, value: Value, target: Shape): Value {
  if (target.length === 1) return asRow(value)
  const before = value.isRow ? [sizeOf(value.shape)] : value.axes.map((axis) => value.shape[axis]!)
  if (before.length === target.length && before.every((length, place) => length === target[place])) return value
  const input = reading.inOrder(node, value)
  return { ...reading.make(node, 'Reshape', { targetShape: target }, [input]), axes: channelsLast(target) }
}

export const readReshape: OperatorReader = (reading, node) => {
  const value = reading.value(node)
  const [batch, ...rest] = reading.integers(node, 'shape', 1) ?? []
  if (batch !== undefined && rest.length === 0) return { ...value, inBatch: true }
  const before = value.isRow ? [sizeOf(value.shape)] : value.axes.map((axis) => value.shape[axis]!)
  const lengths = rest.map((length, place) => (length === 0 ? (before[place] ?? 0) : length))
  const known = sizeOf(lengths.filter((length) => length !== -1))
  const target = lengths.map((length) => (length === -1 ? sizeOf(value.shape) / known : length))
  if (batch === undefined || sizeOf(target) !== sizeOf(value.shape)) refuse(node, 'mixes the images of a batch')
  return reshaped(reading, node, value, target)
}

/** All values of a batch in their order, as PyTorch writes the view of a pooled image behind a Reshape to one row. */
export const readGather: OperatorReader = (reading, node) => {
  const { inBatch, ...value } = reading.value(node)
  const indices = reading.constant(node, 1)
  const isWhole =
    indices?.type === 'integer' &&
    sizeOf(indices.dims.slice(1)) === sizeOf(value.shape) &&
    indices.values.every((index, at) => index === at)
  if (!inBatch || !isWhole) refuse(node, 'picks single values, which no layer does')
  return reshaped(reading, node, value, indices.dims.slice(1))
}

export const readSqueeze: OperatorReader = (reading, node) => {
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const given = reading.integers(node, 'axes', 1)?.map((axis) => axisOf(node, axis, lengths.length))
  const places = given ?? lengths.flatMap((length, place) => (length === 1 ? [place] : []))
  if (places.some((place) => lengths[place] !== 1)) refuse(node, 'takes away an axis that is longer than 1')
  return reshaped(
    reading,
    node,
    value,
    lengths.filter((_, place) => !places.includes(place)),
  )
}

export const readUnsqueeze: OperatorReader = (reading, node) => {
  const value = reading.asRow(node, reading.value(node))
  const axes = reading.integers(node, 'axes', 1) ?? []
  const count = value.axes.length + axes.length
  const places = axes.map((axis) => axisOf(node, axis, count))
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const target = Array.from({ length: count }, (_, place) => (places.includes(place) ? 1 : lengths.shift()!))
  return reshaped(reading, node, value, target)
}

/** The image, and the places of its height and width, from which nothing but those is cut or padded. */
function withSides(reading: Reading, node: OnnxNode, changed: readonly boolean[]): Value {
  const value = reading.value(node)
  if (value.isRow || value.shape.length !== 3 || changed.length !== 3) refuse(node, 'works on other values than images')
  const wanted = changed[0] ? channelsLast(value.shape) : channelsFirst(value.shape)
  const channel = wanted.indexOf(2)
  if (changed[channel]) refuse(node, 'cuts or pads the channels')
  return reading.relabelled(node, value, wanted)
}

export const readPad: OperatorReader = (reading, node) => {
  const pads = reading.integers(node, 'pads', 1) ?? []
  const value = node.inputs[2] ? scalarOf(reading.constant(node, 2)) : numberOf(node, 'value', 0)
  if (textOf(node, 'mode', 'constant') !== 'constant' || value !== 0 || node.inputs[3])
    refuse(node, 'pads with something else than zeros')
  const axes = pads.length / 2
  if (axes !== 4 || pads[0] !== 0 || pads[4] !== 0) refuse(node, 'pads the batch, or other values than images')
  const image = withSides(
    reading,
    node,
    [1, 2, 3].map((axis) => pads[axis] !== 0 || pads[axis + 4] !== 0),
  )
  const side = (axis: number): readonly [number, number] => {
    const place = image.axes.indexOf(axis) + 1
    return [pads[place]!, pads[place + 4]!]
  }
  return { ...image, ...reading.make(node, 'ZeroPadding2D', { rows: side(0), columns: side(1) }, [image]) }
}

export const readSlice: OperatorReader = (reading, node) => {
  const starts = reading.integers(node, 'starts', 1) ?? []
  const ends = reading.integers(node, 'ends', 2) ?? []
  const axes = reading.integers(node, 'axes', 3) ?? starts.map((_, axis) => axis)
  const steps = reading.integers(node, 'steps', 4) ?? []
  if (steps.some((step) => step !== 1)) refuse(node, 'takes every second value, or backwards')
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const cuts = lengths.map((): readonly [number, number] => [0, 0])
  for (const [at, axis] of axes.entries()) {
    const place = axisOf(node, axis, lengths.length)
    const length = lengths[place]!
    const bound = (given: number): number => Math.min(length, Math.max(0, given < 0 ? given + length : given))
    cuts[place] = [bound(starts[at] ?? 0), length - bound(ends[at] ?? length)]
  }
  const image = withSides(
    reading,
    node,
    cuts.map(([before, after]) => before + after > 0),
  )
  const [rows, columns] = [cuts[image.axes.indexOf(0)]!, cuts[image.axes.indexOf(1)]!]
  return { ...image, ...reading.make(node, 'Cropping2D', { rows, columns }, [image]) }
}

export const readResize: OperatorReader = (reading, node) => {
  const isOld = node.op === 'Upsample' || reading.opset < 11
  const value = reading.value(node)
  const lengths = value.axes.map((axis) => value.shape[axis]!)
  const given = reading.constant(node, isOld ? 1 : 2)
  const sizes = isOld ? undefined : reading.constant(node, 3)
  const scales =
    given && given.values.length > 0
      ? Array.from(given.values).slice(1)
      : (numbersOf(node, 'scales')?.slice(1) ??
        (sizes ? Array.from(sizes.values).slice(1) : []).map((size, at) => size / lengths[at]!))
  if (scales.length !== 3 || scales.some((scale) => !Number.isInteger(scale) || scale < 1))
    refuse(node, 'does not make images larger by whole numbers')
  const image = withSides(
    reading,
    node,
    scales.map((scale) => scale !== 1),
  )
  const [height, width] = [scales[image.axes.indexOf(0)]!, scales[image.axes.indexOf(1)]!]
  const mode = textOf(node, 'mode', 'nearest')
  const places = textOf(node, 'coordinate_transformation_mode', isOld ? 'asymmetric' : 'half_pixel')
  const isHalf = places === 'half_pixel' || places === 'pytorch_half_pixel'
  const rounds = textOf(node, 'nearest_mode', isOld ? 'floor' : 'round_prefer_floor')
  const repeats =
    mode === 'nearest' && ((places === 'asymmetric' && rounds === 'floor') || (isHalf && rounds.startsWith('round')))
  if (!repeats && !(mode === 'linear' && isHalf))
    refuse(node, `enlarges in the way “${mode}, ${places}”, which no layer does`)
  const interpolation = mode === 'nearest' ? 'nearest' : 'bilinear'
  return { ...image, ...reading.make(node, 'UpSampling2D', { size: [height, width], interpolation }, [image]) }
}
