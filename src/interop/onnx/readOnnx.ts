/** Opens an ONNX file: by its metadata as the model that it was written from, else operator by operator. */
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import { sizeOf } from '../../model/layers/define'
import { createStack } from '../../model/graph/stack'
import { weightSpecs, type Weights } from '../../model/graph/weights'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import { InteropError } from '../interopError'
import { readTopology } from '../keras/readTopology'
import { readNormalisation } from '../metadata'
import { checkStack, findClasses } from '../fileFacts'
import type { OpenedFile } from '../tensorflowjs/readModelJson'
import { decode, type Decoded } from './decode'
import type { Tensor } from './graph'
import { takeUp } from './layOut'
import { readProps, type Props } from './metadata'
import type { Affine } from './read/reading'
import { readGraph } from './read/readGraph'
import { planGraph, type OnnxPlan } from './toGraph'

/** @throws InteropError with one plain sentence. */
export function readOnnx(bytes: Uint8Array<ArrayBuffer>): OpenedFile {
  const graph = decode(bytes)
  const notes: string[] = []
  const props = readProps(graph.metadata, notes)
  const own = props?.layers === undefined ? undefined : readOwn(graph, props, notes)
  const model = own ?? readAny(graph, props, notes)
  const weights = inOrder(model)
  return { ...model, weights, ...(props?.recipe && { recipe: props.recipe }), notes }
}

/** Of one layer, for one image: far more than a page trains. */
const MOST_VALUES = 2 ** 26

/** The weights in Strata's one order. */
function inOrder({ stack, data, weights }: TrainedModel): Weights {
  return new Map(weightSpecs(stack, data).map(({ key }) => [key, weights.get(key)!]))
}

/** The model's own layers; undefined, with a note, where the graph is not the one that Strata wrote of them. */
function readOwn(graph: Decoded, props: Props, notes: string[]): TrainedModel | undefined {
  try {
    const ownNotes: string[] = []
    const [height, width, channels] = props.inputShape
    const read = readTopology(props.layers, ownNotes)
    const stack = createStack(read.input.length === 1 ? 'flat' : 'image', read.layers)
    const image = { height, width, channels }
    const data = { ...image, classes: checkStack(stack, image, read.names) }
    const normalisation = readNormalisation({ metadata: props }, channels, ownNotes)
    const largest = Math.max(...analyseStack(stack, data).layers.map(({ output = [] }) => sizeOf(output)))
    if (largest > MOST_VALUES)
      throw new InteropError(`The model’s largest layer gives ${largest} values, more than a page can hold.`)
    const plan = planGraph({ stack, data, normalisation }, props.input)
    if (isSameGraph(graph, plan)) {
      const classes = findClasses(data.classes, props, ownNotes)
      const weights = takeWeights(graph, plan)
      notes.push(...ownNotes)
      return { stack, data, classes, normalisation, weights }
    }
  } catch (error) {
    if (!(error instanceof InteropError)) throw error
  }
  notes.push(
    'The file’s graph is not the one that Strata wrote, so it was read operator by operator: some layers may be others than in the model that was exported.',
  )
  return undefined
}

function isSameGraph(graph: Decoded, plan: OnnxPlan): boolean {
  const isSameTensor = (one: Tensor | undefined, { type, dims, values }: Tensor): boolean =>
    one?.type === type && isSameValue(one.dims, dims) && isSameValue(Array.from(one.values), Array.from(values))
  return (
    isSameValue(graph.nodes, plan.nodes) &&
    isSameValue(graph.inputs, plan.inputs) &&
    isSameValue(graph.output, plan.output) &&
    graph.tensors.size === plan.tensors.size + plan.weights.size &&
    [...plan.tensors].every(([name, tensor]) => isSameTensor(graph.tensors.get(name), tensor)) &&
    [...plan.weights].every(([name, { dims }]) => {
      const tensor = graph.tensors.get(name)
      return tensor?.type === 'float' && isSameValue(tensor.dims, dims)
    })
  )
}

function takeWeights({ tensors }: Decoded, { weights }: OnnxPlan): Weights {
  return new Map(
    [...weights].map(([name, laid]) => {
      const values = tensors.get(name)!.values as Float32Array<ArrayBuffer>
      if (values.every((value) => Number.isFinite(value))) return [laid.key, takeUp(values, laid)]
      throw new InteropError(
        `The weights “${name}” of the ONNX file have values that are no numbers, as a training that went astray leaves them: it can’t be opened.`,
      )
    }),
  )
}

function readAny(graph: Decoded, props: Props | undefined, notes: string[]): TrainedModel {
  const { stack, weights, image, affine, nodes } = readGraph(graph, props?.inputShape, notes)
  const [height, width, channels] = image
  const shape = { height, width, channels }
  const data: DataShape = { ...shape, classes: checkStack(stack, shape, nodes) }
  const classes = findClasses(data.classes, props, notes)
  return { stack, data, classes, normalisation: normalisationOf(affine, props, channels, notes), weights }
}

/** A larger scale is for numbers that are small already: it would make hundreds of a byte. */
const MAX_SCALE = 0.1

/** What the graph does to the numbers that go in, on top of what happens to the bytes before. */
function normalisationOf(
  affine: Affine | undefined,
  props: Props | undefined,
  channels: number,
  notes: string[],
): TrainedModel['normalisation'] {
  if (!affine) return readNormalisation({ metadata: props }, channels, notes)
  const takesBytes = props ? props.input.takes === 'bytes' : affine.scale.every((scale) => scale <= MAX_SCALE)
  if (!takesBytes && !props)
    notes.push('The model is taken to get pixels from 0 to 1, of which its graph makes other numbers.')
  const before = takesBytes
    ? { mean: new Array<number>(channels).fill(0), deviation: new Array<number>(channels).fill(1) }
    : readNormalisation({ metadata: props }, channels, [])
  // (byte - mean) / deviation, times the scale, plus the offset.
  const deviation = affine.scale.map((scale, channel) => before.deviation[channel]! / scale)
  const mean = affine.offset.map((offset, channel) => before.mean[channel]! - offset * deviation[channel]!)
  const metadata = { labels: [], inputShape: [1, 1, channels] as const, normalisation: { mean, deviation } }
  return readNormalisation({ metadata }, channels, notes)
}
