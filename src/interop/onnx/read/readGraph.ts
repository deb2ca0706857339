/** A graph of anyone's as layers, operator by operator. */
import { layerNames } from '../../../model/graph/names'
import { createLayerFrom, createStack, type Stack } from '../../../model/graph/stack'
import type { Weights } from '../../../model/graph/weights'
import { ABOVE, INPUT, sizeOf, type Shape } from '../../../model/layers/define'
import type { DrawnLayer } from '../../../model/layers/registry'
import { quoted } from '../../../common/text'
import { isSameValue } from '../../../model/sameValue'
import { InteropError } from '../../interopError'
import { channelsFirst, channelsLast } from '../builder'
import type { Decoded } from '../decode'
import type { OnnxNode, OnnxValue } from '../graph'
import { constantOf, foldConstant, shapeOf } from './constants'
import { OPERATORS } from './operators'
import { refuse } from './node'
import { Reading, type Affine, type Made, type Value } from './reading'

export interface ReadGraph {
  readonly stack: Stack
  readonly weights: Weights
  /** Height, width and channels. */
  readonly image: readonly [number, number, number]
  /** What the graph makes of the numbers that it takes, before the first layer. Absent where it takes them as they are. */
  readonly affine?: Affine
  /** The operators and the names of the nodes that the layers are made of. */
  readonly nodes: readonly string[]
}

/** @param known the shape of the images, where the file says it. */
export function readGraph(
  graph: Decoded,
  known: readonly [number, number, number] | undefined,
  notes: string[],
): ReadGraph {
  const input = inputOf(graph)
  const nodes = leadingTo(graph)
  const images = imagesOf(input, nodes, known, notes)
  const reading = new Reading(graph.opset, nodes, graph.output.name)
  for (const [name, tensor] of graph.tensors) reading.constants.set(name, tensor)
  const channels = images.image[2]
  const none: Affine = { scale: new Array<number>(channels).fill(1), offset: new Array<number>(channels).fill(0) }
  reading.values.set(input.name, { ...images.value, affine: none })
  for (const node of nodes) readNode(reading, node)

  const last = outputOf(reading, graph, notes)
  const [first, ...others] = reading.read
  if (others.some((affine) => !isSameValue(affine, first)))
    throw new InteropError('The ONNX model brings its images to numbers in several ways, where Strata has one.')
  return {
    ...toStack(reading, last, images.value.shape.length === 1 ? 'flat' : 'image'),
    image: images.image,
    ...(first && !isSameValue(first, none) && { affine: first }),
  }
}

function inputOf({ inputs }: Decoded): OnnxValue {
  const [input, second] = inputs
  if (input && !second) return input
  throw new InteropError(`The ONNX model has ${inputs.length} inputs: Strata opens models with one.`)
}

/** The nodes that the output is made of, in the file's order. */
function leadingTo({ nodes, output }: Decoded): readonly OnnxNode[] {
  const needed = new Set([output.name])
  const found = nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => needed.has(name))) return false
    for (const name of node.inputs) if (name !== '') needed.add(name)
    return true
  })
  return found.toReversed()
}

function readNode(reading: Reading, node: OnnxNode): void {
  const constant =
    node.op === 'Shape'
      ? shapeOf(node, reading.value(node))
      : (constantOf(node) ?? foldConstant(node, reading.constants))
  if (constant) {
    reading.constants.set(node.outputs[0] ?? '', constant)
    return
  }
  const read = OPERATORS.get(node.op)
  if (!read) refuse(node, 'is of an operator that no layer of Strata’s stands for')
  reading.give(node, read(reading, node))
}

/** The images as they come in, and their height, width and channels. */
function imagesOf(
  { dims }: OnnxValue,
  nodes: readonly OnnxNode[],
  known: readonly [number, number, number] | undefined,
  notes: string[],
): { readonly value: Value; readonly image: readonly [number, number, number] } {
  const lengths = dims.slice(1)
  if (lengths.some((length) => length === null)) {
    throw new InteropError(
      'The ONNX model does not say how large its images are, and Strata’s layers need to know: export it for images of one size.',
    )
  }
  const shape = lengths.map(Number)
  if (shape.length === 1) {
    const side = Math.sqrt(sizeOf(shape))
    const square = Number.isInteger(side) ? ([side, side, 1] as const) : ([1, sizeOf(shape), 1] as const)
    const image = known && sizeOf(known) === sizeOf(shape) ? known : square
    if (image === square)
      notes.push(
        `The file does not say what images the model is for, so they are taken to be of ${image[1]} × ${image[0]} pixels, grey.`,
      )
    return { value: { layer: INPUT, shape, axes: [0] }, image }
  }
  const [one = 0, two = 0, three = 0] = shape
  if (shape.length !== 3) {
    throw new InteropError(
      `The ONNX model takes inputs with ${shape.length} axes behind the batch’s, where Strata has rows of values and images.`,
    )
  }
  const isFirst = hasChannelsFirst(shape, nodes)
  const image = isFirst ? ([two, three, one] as const) : ([one, two, three] as const)
  return { value: { layer: INPUT, shape: image, axes: isFirst ? channelsFirst(image) : channelsLast(image) }, image }
}

/** One or three channels tell where they are; else the first node that asks for an order does. */
function hasChannelsFirst([one, , three]: Shape, nodes: readonly OnnxNode[]): boolean {
  const areChannels = (length: number | undefined): boolean => length === 1 || length === 3
  if (areChannels(one) !== areChannels(three)) return areChannels(one)
  return nodes.find(({ op }) => op === 'Transpose' || op === 'Conv' || op.endsWith('Pool'))?.op !== 'Transpose'
}

function outputOf(reading: Reading, { output }: Decoded, notes: string[]): Value {
  const value = reading.values.get(output.name)
  if (!value || value.layer === INPUT || value.gelu || value.inBatch)
    throw new InteropError(`No layer gives the output ${quoted(output.name)} of the ONNX model.`)
  const { layer } = value
  if (layer.args['activation'] === 'log_softmax') {
    layer.args = { ...layer.args, activation: 'softmax' }
    notes.push('The model in the file ends in logarithms of probabilities: here it ends in the probabilities.')
  }
  const node = { op: 'Output', name: output.name, inputs: [output.name], outputs: [], attributes: {} }
  return reading.inOrder(node, value)
}

/** The layers that lead to the last one, as a stack. */
function toStack(reading: Reading, last: Value, input: Stack['input']): Omit<ReadGraph, 'image' | 'affine'> {
  const needed = new Set<Made>()
  const open = [last.layer]
  for (let layer = open.pop(); layer !== undefined; layer = open.pop()) {
    if (layer === INPUT || needed.has(layer)) continue
    needed.add(layer)
    open.push(...layer.inputs.map((each) => each.layer))
  }
  const made = reading.layers.filter((layer) => needed.has(layer))
  // The last layer of a stack gives what the model gives.
  if (made.at(-1) !== last.layer) made.push(...made.splice(made.indexOf(last.layer as Made), 1))
  const drawn = new Map<Made, DrawnLayer>()
  for (const [at, layer] of made.entries()) {
    const above = at === 0 ? INPUT : made[at - 1]
    const from = layer.inputs.map((each) => {
      if (each.layer === above) return ABOVE
      return each.layer === INPUT ? INPUT : drawn.get(each.layer)!
    })
    const isPlain = from.length === 1 && from[0] === ABOVE
    drawn.set(layer, { ...createLayerFrom(layer.className, layer.args), ...(!isPlain && { from }) })
  }
  const stack = createStack(input, [...drawn.values()])
  const names = layerNames(stack)
  const weights = made.flatMap(({ weights: own }, at) =>
    [...own].map(([name, values]) => [`${names[at]}/${name}`, values] as const),
  )
  return { stack, weights: new Map(weights), nodes: made.map(({ node }) => node) }
}
