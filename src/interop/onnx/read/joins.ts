/** Operators of several inputs, and arithmetic by constants. */
import { INPUT } from '../../../model/layers/define'
import { withAxes } from '../../../model/layers/merging/stretchedShape'
import type { OnnxNode, Tensor } from '../graph'
import { geluProduct, geluStep, type Arithmetic } from './gelu'
import { axisOf, numberOf, refuse } from './node'
import type { Reading, Value, Made, OperatorReader } from './reading'

type Elementwise = 'Add' | 'Subtract' | 'Multiply' | 'Average' | 'Maximum'

function joined(reading: Reading, node: OnnxNode, className: Elementwise): Value {
  const given = node.inputs.map((_, place) => reading.asRow(node, reading.value(node, place)))
  const [first, second] = given
  if (!first) refuse(node, 'joins nothing')
  if (!second) return first
  if (given.some(({ shape }) => shape.length !== first.shape.length)) {
    refuse(node, 'joins values with different numbers of axes, which would mix the images of a batch')
  }
  const inputs = given.map((value) => reading.relabelled(node, value, first.axes))
  const isPositive = className !== 'Subtract' && inputs.every((value) => value.isPositive)
  const made = reading.make(node, className, {}, inputs)
  return { ...made, axes: first.axes, ...(isPositive && { isPositive }) }
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
  // With one for the batch axis, which may be left out.
  const dims = withAxes(constant.dims, value.axes.length + 1)
  const isByChannel =
    !value.isRow && dims.every((length, place) => length === (place === channel + 1 ? value.shape.at(-1) : 1))
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
  const biased = isShift && isByChannel ? withBias(reading, node, offset) : undefined
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
