/**
 * What is known of a graph while its nodes are read in order: constants, and the values that layers give.
 *
 * A value in the graph has its axes in some order, and Strata has the channels last. Which axis of Strata's lies at which place goes along
 * with the value, so that most transpositions become no layer: a Permute is made only where the graph itself mixes the axes otherwise.
 */
import { quoted } from '../../../common/text'
import { INPUT, isSameShape, sizeOf, type LayerArgs, type Shape } from '../../../model/layers/define'
import { definitionOf, type LayerArgsOf, type LayerClassName } from '../../../model/layers/registry'
import { channelsFirst, channelsLast } from '../builder'
import type { OnnxNode, Tensor } from '../graph'
import { InteropError } from '../../interopError'
import { describeNode, refuse, type Floats } from './node'

/** A layer that was made of nodes. A node behind it may still become one of its arguments. */
export interface Made {
  readonly className: LayerClassName
  args: LayerArgs
  readonly inputs: readonly Value[]
  readonly weights: Map<string, Floats>
  /** The name of the value that it gives, once a node gives it. */
  output?: string
  /** The operator and the name of the node. */
  readonly node: string
}

/** `byte * scale + offset`, channel by channel. */
export interface Affine {
  readonly scale: readonly number[]
  readonly offset: readonly number[]
}

export interface Value {
  readonly layer: Made | typeof INPUT
  /** What the layer gives, without the batch axis. */
  readonly shape: Shape
  /** Which of its axes lies at each place behind the batch axis. */
  readonly axes: readonly number[]
  /** It lies in one row, in this order, and nothing has asked for a Flatten yet. */
  readonly isRow?: true
  /** Of the images: what the graph has made of their bytes. */
  readonly affine?: Affine
  /** None of it is below 0, so that a border of zeros is never a maximum. */
  readonly isPositive?: true
  /** The images of the batch lie in one row, as no layer has them. */
  readonly inBatch?: true
  /** A step on the way to the gelu of another value, which is no layer by itself. */
  readonly gelu?: { readonly of: Value; readonly step: 'erf' | 'gate' | 'product' }
}

/** Makes what a node gives. */
export type OperatorReader = (reading: Reading, node: OnnxNode) => Value

export class Reading {
  readonly constants = new Map<string, Tensor>()
  readonly values = new Map<string, Value>()
  readonly layers: Made[] = []
  readonly opset: number
  /** How many nodes read each value. */
  readonly readers: ReadonlyMap<string, number>
  /** What the layers read of the images. */
  readonly read: Affine[] = []
  readonly #rows = new Map<string, Value>()

  /** @param output the name of what the model gives, which counts as read. */
  constructor(opset: number, nodes: readonly OnnxNode[], output: string) {
    this.opset = opset
    const readers = new Map([[output, 1]])
    for (const name of nodes.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1)
    this.readers = readers
  }

  make<Name extends LayerClassName>(
    node: OnnxNode,
    className: Name,
    args: Partial<LayerArgsOf[Name]>,
    inputs: readonly Value[],
    weights: Readonly<Record<string, Floats | undefined>> = {},
  ): Pick<Value, 'layer' | 'shape'> {
    const definition = definitionOf(className)
    const whole: LayerArgs = { ...definition.defaults, ...args }
    if (inputs.some(({ inBatch }) => inBatch)) refuse(node, 'mixes the images of a batch')
    if (inputs.some(({ gelu }) => gelu)) refuse(node, 'reads an Erf, which Strata has as a part of gelu alone')
    const shapes = inputs.map(({ shape }) => shape)
    const [height = 1, width = 1, channels = 1] = shapes[0] ?? []
    const problem = definition
      .problems(whole, shapes, { height, width, channels })
      .find(({ severity }) => severity === 'error')
    if (problem) throw new InteropError(`The node ${describeNode(node)} can’t be a layer. ${problem.message}`)
    const shape = definition.outputShape(whole, shapes)
    const needed = definition.weights(whole, shapes)
    for (const { name, shape: wanted } of needed) {
      const values = weights[name]
      if (values?.length !== sizeOf(wanted)) refuse(node, 'has weights that do not fit its input')
      if (values.some((value) => !Number.isFinite(value))) {
        refuse(node, 'has weights that are no numbers, as a training that went astray leaves them')
      }
    }
    for (const { layer, affine } of inputs) if (layer === INPUT && affine) this.read.push(affine)
    const kept = new Map(needed.map(({ name }) => [name, weights[name]!]))
    const layer: Made = { className, args: whole, inputs, weights: kept, node: describeNode(node) }
    this.layers.push(layer)
    return { layer, shape }
  }

  /** A layer that leaves the axes where they are. */
  pointwise<Name extends LayerClassName>(
    node: OnnxNode,
    className: Name,
    args: Partial<LayerArgsOf[Name]>,
    input: Value,
    isPositive = false,
  ): Value {
    const { layer } = this.make(node, className, args, [input])
    const { shape, axes, isRow } = input
    return { layer, shape, axes, ...(isRow && { isRow }), ...(isPositive && { isPositive }) }
  }

  /** The value that a node reads at a place. Throws for constants and names of nothing. */
  value(node: OnnxNode, place = 0): Value {
    const name = node.inputs[place] ?? ''
    const value = this.values.get(name)
    if (value) return value
    if (this.constants.has(name)) refuse(node, 'works on a constant, where Strata has a layer’s output')
    refuse(node, `reads ${quoted(name)}, which no node before it gives`)
  }

  constant(node: OnnxNode, place: number): Tensor | undefined {
    return this.constants.get(node.inputs[place] ?? '')
  }

  /** Weights. Throws where they are no constant of floats. */
  weights(node: OnnxNode, place: number): Extract<Tensor, { type: 'float' }> {
    const tensor = this.constant(node, place)
    if (tensor?.type === 'float') return tensor
    refuse(node, `has no constant for its input ${place + 1}, where Strata has weights`)
  }

  /** Whole numbers of an attribute or, in later versions of operators, of an input. Undefined where there are none. */
  integers(node: OnnxNode, attribute: string, place: number): readonly number[] | undefined {
    const given = node.attributes[attribute]
    if (given?.type === 'ints') return given.value
    if ((node.inputs[place] ?? '') === '') return undefined
    const tensor = this.constant(node, place)
    if (tensor?.type === 'integer') return tensor.values
    refuse(node, `computes its ${attribute}, which Strata has as an argument`)
  }

  /** The same numbers, of which the axes of Strata's lie in that order. */
  relabelled(node: OnnxNode, value: Value, axes: readonly number[]): Value {
    const given = this.asRow(node, value)
    if (isSameShape(given.axes, axes)) return given
    const dims = axes.map((_, axis) => given.axes[axes.indexOf(axis)]! + 1)
    const { layer, shape } = this.make(node, 'Permute', { dims }, [given])
    return { layer, shape, axes, ...(given.isPositive && { isPositive: true }) }
  }

  /** Images, of which ONNX has the channels first. */
  image(node: OnnxNode, place = 0): Value {
    const value = this.value(node, place)
    if (value.isRow || value.shape.length !== 3) {
      refuse(node, `gets ${value.isRow ? 1 : value.shape.length} axes, where it is read for images alone`)
    }
    return this.relabelled(node, value, channelsFirst(value.shape))
  }

  /** The value in Strata's order. One that lies in a row becomes one by a Flatten. */
  inOrder(node: OnnxNode, value: Value): Value {
    return this.relabelled(node, value, channelsLast(value.isRow ? [sizeOf(value.shape)] : value.shape))
  }

  /** A row as the output of a Flatten, which has its numbers in the order that they have in the graph. Other values stay. */
  asRow(node: OnnxNode, value: Value): Value {
    if (!value.isRow) return value
    const place = value.layer === INPUT ? JSON.stringify(value.affine) : this.layers.indexOf(value.layer)
    const key = `${place} ${value.axes.join()}`
    const before = this.#rows.get(key)
    if (before) return before
    const { isRow: _, ...image } = value
    // Axes of length 1 make no difference to where the numbers lie.
    const long = image.axes.filter((axis) => image.shape[axis] !== 1)
    const isInOrder = long.every((axis, at) => at === 0 || long[at - 1]! < axis)
    const row = this.flattened(node, isInOrder ? image : this.relabelled(node, image, channelsLast(image.shape)))
    this.#rows.set(key, row)
    return row
  }

  /** The row of a value whose order is settled by whoever reads it. */
  flattened(node: OnnxNode, given: Value): Value {
    const { isRow: _, ...value } = given
    if (value.shape.length === 1) return value
    const { layer: before } = value
    // A pooling of the whole image does without the axes, where nothing asks for them.
    const isPooled = before !== INPUT && before.args['keepdims'] === true
    const { layer, shape } = isPooled
      ? this.make(node, before.className, { keepdims: false }, before.inputs)
      : this.make(node, 'Flatten', {}, [value])
    return { layer, shape, axes: [0], ...(value.isPositive && { isPositive: true }) }
  }

  /** The layer whose output a node reads, if nothing else does: what the node does may become one of its arguments. */
  own(node: OnnxNode, place = 0): Made | undefined {
    const name = node.inputs[place] ?? ''
    const { layer = INPUT, isRow } = this.values.get(name) ?? {}
    return layer !== INPUT && !isRow && layer.output === name && this.readers.get(name) === 1 ? layer : undefined
  }

  give(node: OnnxNode, value: Value): void {
    const [output, second] = node.outputs
    if (output === undefined) refuse(node, 'gives nothing')
    if (second !== undefined && second !== '' && this.readers.has(second)) {
      refuse(node, 'has a second output that is read, which no layer has')
    }
    if (this.values.has(output) || this.constants.has(output))
      refuse(node, `gives ${quoted(output)}, which another one gives already`)
    this.values.set(output, value)
    if (value.layer !== INPUT) value.layer.output ??= output
  }
}
