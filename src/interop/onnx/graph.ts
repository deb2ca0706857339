/** An ONNX graph as our writer makes it and our reader sees it: what of the format a classifier needs, without protobuf. */
import type { Shape } from '../../model/layers/define'

export type Attribute =
  | { readonly type: 'int' | 'float'; readonly value: number }
  | { readonly type: 'ints' | 'floats'; readonly value: readonly number[] }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'tensor'; readonly value: Tensor }

export type Attributes = Readonly<Record<string, Attribute>>

export interface OnnxNode {
  /** The operator, such as `Conv`. */
  readonly op: string
  /** Its own name in the graph, for whoever looks at it. */
  readonly name: string
  /** Names of values. An input that is left out has the name ''. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

/** A constant: weights as floats, or lengths and places as integers. */
export type Tensor =
  | { readonly type: 'float'; readonly dims: Shape; readonly values: Float32Array<ArrayBuffer> }
  | { readonly type: 'integer'; readonly dims: Shape; readonly values: readonly number[] }

/** A value that comes in or goes out. */
export interface OnnxValue {
  readonly name: string
  /** The lengths of its axes, the batch's first; null for one that is open. */
  readonly dims: readonly (number | null)[]
}

export interface OnnxGraph {
  readonly name: string
  readonly inputs: readonly OnnxValue[]
  readonly output: OnnxValue
  /** In an order in which they can run. */
  readonly nodes: readonly OnnxNode[]
  readonly tensors: ReadonlyMap<string, Tensor>
  /** `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>
}

export const int = (value: number): Attribute => ({ type: 'int', value })
export const float = (value: number): Attribute => ({ type: 'float', value: Math.fround(value) })
export const ints = (value: readonly number[]): Attribute => ({ type: 'ints', value })
export const text = (value: string): Attribute => ({ type: 'text', value })

export const floats = (values: readonly number[], dims: Shape = [values.length]): Tensor => ({
  type: 'float',
  dims,
  values: Float32Array.from(values),
})
export const integers = (values: readonly number[]): Tensor => ({ type: 'integer', dims: [values.length], values })
