/** What a node says of itself, and how it is refused. */
import { quoted } from '../../../common/text'
import type { Attribute, OnnxNode, Tensor } from '../graph'
import { InteropError } from '../../interopError'
import { lay } from '../layOut'

export type Floats = Float32Array<ArrayBuffer>

/** `Conv “/conv1/Conv”`. */
export function describeNode({ op, name, outputs }: OnnxNode): string {
  return `${quoted(op).slice(1, -1)} ${quoted(name || (outputs[0] ?? ''))}`
}

/** @throws InteropError */
export function refuse(node: OnnxNode, why: string): never {
  throw new InteropError(`The node ${describeNode(node)} ${why}: the ONNX file can’t be opened as layers.`)
}

/** An attribute's number, or what ONNX takes where it is left out. */
export function numberOf({ attributes }: OnnxNode, name: string, otherwise: number): number {
  const given: Attribute | undefined = attributes[name]
  return given?.type === 'int' || given?.type === 'float' ? given.value : otherwise
}

export function numbersOf({ attributes }: OnnxNode, name: string): readonly number[] | undefined {
  const given = attributes[name]
  return given?.type === 'ints' || given?.type === 'floats' ? given.value : undefined
}

export function textOf({ attributes }: OnnxNode, name: string, otherwise: string): string {
  const given = attributes[name]
  return given?.type === 'text' ? given.value : otherwise
}

/** The axis behind the batch axis, from 0. Throws for the batch axis itself, and for one that is not there. */
export function axisOf(node: OnnxNode, axis: number, axes: number): number {
  const found = axis < 0 ? axes + axis : axis - 1
  if (Number.isInteger(found) && found >= 0 && found < axes) return found
  refuse(node, `works along axis ${axis}, where its input has ${axes} axes behind the batch axis`)
}

/** The tensor's values with its axes in another order. */
export function turned({ dims, values }: Extract<Tensor, { type: 'float' }>, axes: readonly number[]): Floats {
  return lay(values, { as: dims, axes })
}

/** The shortest decimal number that is the same as a float32: 0.1 for 0.10000000149. */
export function plain(value: number): number {
  const float = Math.fround(value)
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return float
}

/** The number of a constant that holds one; undefined for others. */
export function scalarOf(tensor: Tensor | undefined): number | undefined {
  return tensor?.values.length === 1 ? tensor.values[0] : undefined
}
