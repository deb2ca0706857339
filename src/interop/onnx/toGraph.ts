/** A stack as an ONNX graph, and where its weights lie in it. */
import { inputIdsAt } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { endsInScores } from '../../model/graph/output'
import { analyseStack } from '../../model/graph/shapes'
import type { Weights } from '../../model/graph/weights'
import { INPUT, sizeOf } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import { writeActivation } from './activations'
import { channelsFirst, channelsLast, GraphBuilder, type Laid, type Value } from './builder'
import { floats, type OnnxGraph, type Tensor } from './graph'
import { LAYER_WRITERS } from './layers/registry'
import type { LayerWriter } from './layers/writer'
import { lay } from './layOut'

export const INPUT_NAME = 'image'
export const OUTPUT_NAME = 'probabilities'

/** How images go in. */
export interface OnnxInput {
  readonly layout: 'NHWC' | 'NCHW'
  /** Bytes from 0 to 255 as float32, of which the graph makes numbers; or those numbers. */
  readonly takes: 'bytes' | 'numbers'
}

/** All of the graph but its weights' values and its metadata. */
export type OnnxPlan = Omit<OnnxGraph, 'metadata'> & {
  /** By the name of the tensor, of which `tensors` has none. */
  readonly weights: ReadonlyMap<string, Laid>
}

/** Throws for a stack with an error, which is a mistake of the program. */
export function planGraph(
  { stack, data, normalisation }: Pick<TrainedModel, 'stack' | 'data' | 'normalisation'>,
  { layout, takes }: OnnxInput,
): OnnxPlan {
  const graph = new GraphBuilder()
  const image = [data.height, data.width, data.channels]
  const axes = layout === 'NCHW' ? channelsFirst(image) : channelsLast(image)
  const pixels: Value = { name: graph.takeName(INPUT_NAME), shape: image, axes }
  graph.takeName(OUTPUT_NAME)
  graph.beginLayer('normalisation')
  const numbers = takes === 'bytes' ? normalised(graph, pixels, normalisation) : pixels
  graph.beginLayer('input')
  const first = stack.input === 'flat' ? graph.flattened(numbers) : numbers

  const names = layerNames(stack)
  const facts = analyseStack(stack, data).layers
  const values = new Map<string, Value>([[INPUT, first]])
  for (const [at, layer] of stack.layers.entries()) {
    const name = names[at]!
    const inputs = inputIdsAt(stack.layers, at).map((id) => values.get(id))
    const { output } = facts[at]!
    const [input, ...others] = inputs.filter((value) => value !== undefined)
    if (!input || !output) throw new Error(`The layer ${name} can't be written while the stack has an error`)
    graph.beginLayer(name)
    // The layer's arguments are its type's own.
    const write = LAYER_WRITERS[layer.className] as LayerWriter<typeof layer.className>
    values.set(layer.id, write({ graph, args: layer.args, name, inputs: [input, ...others], output }))
  }

  graph.beginLayer('output')
  const last = values.get(stack.layers.at(-1)?.id ?? INPUT)!
  const scores = graph.arranged(last, [0])
  const probabilities = endsInScores(stack) ? writeActivation(graph, scores, 'softmax') : scores
  return {
    name: 'strata',
    inputs: [{ name: INPUT_NAME, dims: [null, ...axes.map((axis) => image[axis]!)] }],
    output: { name: OUTPUT_NAME, dims: [null, data.classes] },
    nodes: renamed(graph, probabilities.name),
    tensors: graph.tensors,
    weights: graph.weights,
  }
}

function normalised(graph: GraphBuilder, pixels: Value, { mean, deviation }: TrainedModel['normalisation']): Value {
  // One length a channel, wherever the channels are.
  const dims = pixels.axes.map((axis) => (axis === 2 ? mean.length : 1))
  const isShifted = mean.some((value) => value !== 0)
  const shifted = isShifted ? graph.pointwise('Sub', pixels, {}, [graph.constant('mean', floats(mean, dims))]) : pixels
  return graph.pointwise('Div', shifted, {}, [graph.constant('deviation', floats(deviation, dims))])
}

/** The nodes with the graph's output under its own name. */
function renamed({ nodes }: GraphBuilder, last: string): OnnxGraph['nodes'] {
  const rename = (name: string): string => (name === last ? OUTPUT_NAME : name)
  return nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) }))
}

/** The tensors of the weights. Throws for weights that are not the stack's, which is a mistake of the program. */
export function layWeights(plan: OnnxPlan, weights: Weights): ReadonlyMap<string, Tensor> {
  return new Map(
    [...plan.weights].map(([name, laid]) => {
      const values = weights.get(laid.key)
      if (values?.length !== sizeOf(laid.dims)) throw new Error(`The weights of ${laid.key} are not those of the stack`)
      return [name, { type: 'float', dims: laid.dims, values: lay(values, laid) }]
    }),
  )
}
