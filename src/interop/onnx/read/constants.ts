/** Operators on constants alone, which exporters leave in graphs: they are worked out while reading. */
import { sizeOf } from '../../../model/layers/define'
import type { OnnxNode, Tensor } from '../graph'
import { lay } from '../layOut'
import { numbersOf } from './reading'

/** The constant that a node is; undefined for one that computes something. */
export function constantOf({ op, attributes }: OnnxNode): Tensor | undefined {
  if (op !== 'Constant') return undefined
  const [given] = Object.values(attributes)
  if (!given) return undefined
  if (given.type === 'tensor') return given.value
  if (given.type === 'text') return undefined
  const values = typeof given.value === 'number' ? [given.value] : given.value
  const dims = typeof given.value === 'number' ? [] : [values.length]
  return given.type === 'float' || given.type === 'floats'
    ? { type: 'float', dims, values: Float32Array.from(values) }
    : { type: 'integer', dims, values }
}

type Fold = (tensor: Tensor, node: OnnxNode, others: readonly (Tensor | undefined)[]) => Tensor | undefined

const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: (tensor) => tensor,
  Cast: (tensor, { attributes }) => {
    const { to } = attributes
    // FLOAT
    return tensor.type === 'float' && to?.type === 'int' && to.value === 1 ? tensor : undefined
  },
  Transpose(tensor, node) {
    const { dims } = tensor
    const perm = numbersOf(node, 'perm') ?? dims.map((_, place) => dims.length - 1 - place)
    const isOrder = perm.length === dims.length && dims.every((_, axis) => perm.includes(axis))
    if (tensor.type !== 'float' || !isOrder) return undefined
    const values = lay(tensor.values, { as: dims, axes: perm })
    return { type: 'float', dims: perm.map((axis) => dims[axis]!), values }
  },
  Reshape(tensor, _node, [shape]) {
    if (shape?.type !== 'integer') return undefined
    const known = sizeOf(shape.values.filter((length) => length !== -1))
    const dims = shape.values.map((length) => (length === -1 ? tensor.values.length / known : length))
    return sizeOf(dims) === tensor.values.length ? { ...tensor, dims } : undefined
  },
}

/** What a node makes of constants; undefined where it can't be worked out. */
export function foldConstant(node: OnnxNode, inputs: readonly (Tensor | undefined)[]): Tensor | undefined {
  const [tensor, ...others] = inputs
  return tensor && FOLDS[node.op]?.(tensor, node, others)
}
