/** Gelu as exporters spell it: x, times one half, times one plus the erf of x over the square root of 2. */
import { INPUT } from '../../../model/layers/define'
import type { OnnxNode } from '../graph'
import { refuse } from './node'
import type { Reading, Value, Made, OperatorReader } from './reading'

/** What a constant does to a value: `value * scale + offset`, each one number, or one a channel. */
export interface Arithmetic {
  readonly scale: readonly number[]
  readonly offset: readonly number[]
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
  return Math.abs(Number(args['scale']) - scale) < 1e-6 && args['offset'] === 0
}

/** Whether two values are the same numbers in the same order. */
function isSame(one: Value, other: Value): boolean {
  return one.layer === other.layer && one.axes.join() === other.axes.join() && one.isRow === other.isRow
}

/** `x · (1 + erf)`, of which the half is the gelu; or the gelu itself, where `x` was halved before. Undefined for other products. */
export function geluProduct(reading: Reading, node: OnnxNode): Value | undefined {
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
export function geluStep(reading: Reading, node: OnnxNode, { gelu }: Value, { scale, offset }: Arithmetic): Value {
  const { of, step } = gelu!
  const [by, plus] = [scale[0]!, offset[0]!]
  if (step === 'erf' && by === 1 && plus === 1) return { ...of, gelu: { of, step: 'gate' } }
  if (step === 'product' && by === 0.5 && plus === 0)
    return reading.pointwise(node, 'Activation', { activation: 'gelu' }, of)
  refuse(node, 'reads an Erf, which Strata has as a part of gelu alone')
}
