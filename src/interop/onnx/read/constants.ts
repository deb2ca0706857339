/** Operators on constants alone, which exporters leave in graphs: they are worked out while reading. */
import { sizeOf } from '../../../model/layers/define'
import type { OnnxNode, Tensor } from '../graph'
import { lay } from '../layOut'
import { numberOf, numbersOf } from './node'
import type { Value } from './reading'

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

/** Undefined inputs are those that are left out. */
type Fold = (tensor: Tensor, node: OnnxNode, others: readonly (Tensor | undefined)[]) => Tensor | undefined

const FLOAT = 1

const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: (tensor) => tensor,
  Cast(tensor, { attributes: { to } }) {
    const isFloat = to?.type === 'int' && to.value === FLOAT
    return isFloat === (tensor.type === 'float') ? tensor : undefined
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

  // What exporters compute of the lengths of a value, to reshape it.
  Gather(tensor, _node, [indices]) {
    if (tensor.type !== 'integer' || tensor.dims.length !== 1 || indices?.type !== 'integer') return undefined
    const values = indices.values.map((index) => tensor.values.at(index))
    return values.includes(undefined) ? undefined : { type: 'integer', dims: indices.dims, values: values as number[] }
  },
  Unsqueeze: asRow,
  Squeeze: asRow,
  Concat(tensor, _node, others) {
    const all = [tensor, ...others].map((each) =>
      each?.type === 'integer' && each.dims.length === 1 ? each : undefined,
    )
    if (all.includes(undefined)) return undefined
    const values = all.flatMap((each) => each!.values)
    return { type: 'integer', dims: [values.length], values }
  },
  Slice(tensor, _node, [starts, ends, axes, steps]) {
    const isRow = tensor.type === 'integer' && tensor.dims.length === 1
    if (
      !isRow ||
      !starts ||
      !ends ||
      axes?.values.some((axis) => axis !== 0) ||
      steps?.values.some((step) => step !== 1)
    )
      return undefined
    const values = tensor.values.slice(starts.values[0], ends.values[0])
    return { type: 'integer', dims: [values.length], values }
  },
}

/** One number as a list of one, and back. */
function asRow(tensor: Tensor, { op }: OnnxNode): Tensor | undefined {
  if (tensor.type !== 'integer' || tensor.values.length !== 1) return undefined
  return { ...tensor, dims: op === 'Unsqueeze' ? [1] : [] }
}

/** What a node makes of constants; undefined where it can't be worked out. */
export function foldConstant(node: OnnxNode, constants: ReadonlyMap<string, Tensor>): Tensor | undefined {
  const inputs = node.inputs.map((name) => constants.get(name))
  const [tensor, ...others] = inputs
  const isWhole = node.inputs.every((name, at) => name === '' || inputs[at])
  return tensor && isWhole ? FOLDS[node.op]?.(tensor, node, others) : undefined
}

/** The lengths of a value in the order in which its axes lie; -1 for the batch's, which a Reshape takes for what is left. */
export function shapeOf(node: OnnxNode, { shape, axes, isRow }: Value): Tensor {
  const lengths = [-1, ...(isRow ? [sizeOf(shape)] : axes.map((axis) => shape[axis]!))]
  const end = node.attributes['end'] ? numberOf(node, 'end', 0) : lengths.length
  const values = lengths.slice(numberOf(node, 'start', 0), end)
  return { type: 'integer', dims: [values.length], values }
}
