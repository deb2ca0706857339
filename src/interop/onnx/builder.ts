/**
 * Puts a graph together, layer by layer, and keeps account of the order in which the axes of each value lie.
 *
 * Strata has the channels last, and ONNX's operators on images have them first. Values are turned where an operator asks for another order,
 * and nowhere else: from the first convolution to the last pooling they stay with channels first. A Flatten behind them leaves the order of
 * the values as it is, and the Dense that reads them has the rows of its kernel in that order.
 */
import { isSameShape, sizeOf, type Shape } from '../../model/layers/define'
import { floats, integers, ints, type Attributes, type OnnxNode, type Tensor } from './graph'

export interface Value {
  readonly name: string
  /** As Strata has it, without the batch axis. */
  readonly shape: Shape
  /** Which axis of `shape` lies at each place behind the batch axis. */
  readonly axes: readonly number[]
  /** Of a row of values that was flattened in an order that is not Strata's. */
  readonly flattened?: Pick<Value, 'shape' | 'axes'>
}

/** How a weight of Strata's lies in the file: under other axes, which are then put in another order. */
export interface Laid {
  readonly key: string
  /** The lengths under which its values are seen, in Strata's order. */
  readonly as: Shape
  /** Which of those axes comes first, second and so on in the file. */
  readonly axes: readonly number[]
  /** The lengths in the file. */
  readonly dims: Shape
}

export const channelsLast = (shape: Shape): readonly number[] => shape.map((_, axis) => axis)
export const channelsFirst = ({ length }: Shape): readonly number[] =>
  Array.from({ length }, (_, place) => (place === 0 ? length - 1 : place - 1))

/** The shape with its axes in that order. */
const inOrder = (shape: Shape, axes: readonly number[]): Shape => axes.map((axis) => shape[axis]!)

export class GraphBuilder {
  readonly nodes: OnnxNode[] = []
  readonly tensors = new Map<string, Tensor>()
  /** By the name of the tensor that holds it. */
  readonly weights = new Map<string, Laid>()
  readonly #names = new Set<string>()
  /** What was turned already, by its name and how. */
  readonly #turned = new Map<string, string>()
  /** What the layer at work is called: names of its nodes and values begin with it. */
  #layer = ''

  beginLayer(name: string): void {
    this.#layer = name
  }

  /** Takes a name that is nobody else's. */
  takeName(wanted: string): string {
    for (let count = 0; ; count++) {
      const name = count === 0 ? wanted : `${wanted}_${count}`
      if (this.#names.has(name)) continue
      this.#names.add(name)
      return name
    }
  }

  /** Adds an operation of one output, and gives that output's name. */
  add(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const name = this.takeName(`${this.#layer}/${op}`)
    const output = this.takeName(`${name}:0`)
    this.nodes.push({ op, name, inputs, outputs: [output], attributes })
    return output
  }

  constant(label: string, tensor: Tensor): string {
    const name = this.takeName(`${this.#layer}/${label}`)
    this.tensors.set(name, tensor)
    return name
  }

  number(label: string, value: number): string {
    return this.constant(label, floats([value], []))
  }

  /** A weight whose values come later. `as` and `axes` say how it lies, see `Laid`. */
  weight(key: string, as: Shape, axes = channelsLast(as), dims = inOrder(as, axes)): string {
    const name = this.takeName(key)
    this.weights.set(name, { key, as, axes, dims })
    return name
  }

  /** The value that an operation on each number by itself gives. */
  pointwise(op: string, input: Value, attributes: Attributes = {}, others: readonly string[] = []): Value {
    return { ...input, name: this.add(op, [input.name, ...others], attributes) }
  }

  /** The value with its axes in another order. */
  arranged(value: Value, axes: readonly number[]): Value {
    if (value.flattened) return this.arranged(this.#unflattened(value), axes)
    if (isSameShape(value.axes, axes)) return value
    const perm = [0, ...axes.map((axis) => value.axes.indexOf(axis) + 1)]
    const key = `${value.name} ${perm.join()}`
    const name = this.#turned.get(key) ?? this.add('Transpose', [value.name], { perm: ints(perm) })
    this.#turned.set(key, name)
    return { ...value, axes, name }
  }

  channelsFirst(value: Value): Value {
    return this.arranged(value, channelsFirst(value.shape))
  }

  channelsLast(value: Value): Value {
    return this.arranged(value, channelsLast(value.shape))
  }

  /** All values in one order: channels first if one of them is so already. */
  alike(values: readonly Value[]): readonly Value[] {
    const [first] = values
    const areImages = values.every(({ shape }) => shape.length === first?.shape.length && shape.length > 1)
    const turned = areImages ? values.find(({ axes, shape }) => !isSameShape(axes, channelsLast(shape))) : undefined
    return values.map((value) => this.arranged(value, turned?.axes ?? channelsLast(value.shape)))
  }

  /** The value's numbers, in Strata's order, under another shape. */
  reshaped(value: Value, shape: Shape): Value {
    const { name } = this.channelsLast(value)
    return { name: this.#reshape(name, shape), shape, axes: channelsLast(shape) }
  }

  /** The value in one row, in the order in which its numbers lie. */
  flattened(value: Value): Value {
    const { shape, axes } = value
    const row = [sizeOf(shape)]
    const name = this.add('Flatten', [value.name])
    // Axes of length 1 make no difference to where the numbers lie.
    const long = axes.filter((axis) => shape[axis] !== 1)
    const isInOrder = long.every((axis, place) => place === 0 || long[place - 1]! < axis)
    return { name, shape: row, axes: [0], ...(!isInOrder && { flattened: { shape, axes } }) }
  }

  #unflattened({ name, shape, flattened }: Value): Value {
    const { shape: before, axes } = flattened!
    const image = { name: this.#reshape(name, inOrder(before, axes)), shape: before, axes }
    return this.reshaped(image, shape)
  }

  #reshape(name: string, shape: Shape): string {
    // 0 keeps the length of the batch axis.
    return this.add('Reshape', [name, this.constant('shape', integers([0, ...shape]))])
  }
}
