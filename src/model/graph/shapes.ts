/** Shapes, parameters, cost and problems of every layer of a stack, worked out from the first to the last. */
import { checkField } from '../fields'
import { INPUT, sizeOf } from '../layers/define'
import type { ImageShape, LayerArgs, LayerProblem, Shape } from '../layers/define'
import { definitionOf } from '../layers/registry'
import type { Layer } from '../layers/registry'
import { findReferenceProblem, findTwiceRead, findUnreadProblem } from './connections'
import { inputIdsAt, readersOf } from './inputs'
import { withJoinFix } from './joins'
import { findNameProblem, layerNames } from './names'
import { findOutputProblem } from './output'
import { findSights, type Sight } from './receptiveField'
import type { Stack } from './stack'
import { weightSpecsOf } from './weightSpecsOf'

/** What a model is built for: images of one shape, and so many classes. */
export interface DataShape extends ImageShape {
  readonly classes: number
}

/** MNIST's: what a stack is shown for until data are loaded. */
export const DEFAULT_DATA_SHAPE: DataShape = { height: 28, width: 28, channels: 1, classes: 10 }

export interface LayerFacts {
  readonly id: string
  /** Its name in Keras. */
  readonly name: string
  /** Absent behind a layer with an error, and where the layer reads none that it can. */
  readonly inputs?: readonly Shape[]
  /** Absent at and behind a layer with an error that leaves its shape open. */
  readonly output?: Shape
  readonly parameters: number
  /** Those that training changes. The others, such as moving means, follow along. */
  readonly trainableParameters: number
  /** Set where the layer has weights, and all of them stay as they are while others train. */
  readonly frozen?: true
  /** Of the forward pass on one image; a multiply and an add count 2. */
  readonly flops: number
  /** Bytes of the layer's output for one image, as float32. */
  readonly bytes: number
  /** How much of the image one value of the output sees; absent where that is no rectangle, as behind a Flatten. */
  readonly receptiveField?: Sight
  readonly problems: readonly LayerProblem[]
}

export interface StackAnalysis {
  readonly input: Shape
  /** Absent while a layer's error leaves it open. */
  readonly output?: Shape
  /** One a layer, in order. */
  readonly layers: readonly LayerFacts[]
  readonly parameters: number
  readonly trainableParameters: number
  readonly flops: number
  readonly bytes: number
  /** Of the whole stack; those of a layer are in its facts. */
  readonly problems: readonly LayerProblem[]
  /** No error anywhere. */
  readonly trainable: boolean
  /** No error but that all layers are frozen: the model classifies. */
  readonly usable: boolean
}

// Initial weights are drawn, sent to the device, and kept there four times: 48 million took over 40 s to prepare on a slow one.
export const MAX_PARAMETERS = 20_000_000
const MAX_BYTES = 2 ** 31

/** The shape in which one image comes in. */
export function inputShape(stack: Stack, data: ImageShape): Shape {
  const shape = [data.height, data.width, data.channels]
  return stack.input === 'image' ? shape : [sizeOf(shape)]
}

const ALL_FROZEN: LayerProblem = {
  severity: 'error',
  message: 'Nothing trains, because all layers that could are frozen: let one of them train.',
}

function hasError(problems: readonly LayerProblem[]): boolean {
  return problems.some((problem) => problem.severity === 'error')
}

function findSizeProblem(whose: string, parameters: number, bytes: number): LayerProblem | undefined {
  if (parameters > MAX_PARAMETERS) {
    const message = `${whose} ${parameters.toLocaleString('en-US')} parameters, and ${MAX_PARAMETERS.toLocaleString('en-US')} is the most a page can train: make it smaller.`
    return { severity: 'error', message }
  }
  if (bytes <= MAX_BYTES) return undefined
  const gigabytes = (bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 })
  return {
    severity: 'error',
    message: `${whose} outputs of ${gigabytes} GiB for one image, and 2 GiB is the most: make it smaller.`,
  }
}

function findArgumentProblems(layer: Layer): readonly LayerProblem[] {
  const args: LayerArgs = layer.args
  return definitionOf(layer.className).fields.flatMap((field): LayerProblem[] => {
    const message = checkField(field, args[field.name])
    return message === undefined ? [] : [{ severity: 'error', field: field.name, message }]
  })
}

/** What a layer reads: shapes where all are known, and what is wrong with the references. */
interface Inputs {
  readonly shapes?: readonly Shape[]
  readonly problem?: LayerProblem
}

function analyseLayer(layer: Layer, name: string, { shapes, problem }: Inputs, image: ImageShape): LayerFacts {
  const referenceProblems = problem ? [problem] : []
  const nothing = { parameters: 0, trainableParameters: 0, flops: 0, bytes: 0 }
  const unknown = { id: layer.id, name, ...(shapes && { inputs: shapes }), ...nothing }
  const argumentProblems = [...referenceProblems, ...findArgumentProblems(layer)]
  if (!shapes || argumentProblems.length > 0) return { ...unknown, problems: argumentProblems }

  const definition = definitionOf(layer.className)
  const problems = definition.problems(layer.args, shapes, image)
  if (hasError(problems)) return { ...unknown, problems }

  const output = definition.outputShape(layer.args, shapes)
  const weights = weightSpecsOf(layer, shapes)
  const parameters = sum(weights.map(({ shape }) => sizeOf(shape)))
  const trainableParameters = sum(weights.map(({ shape, trainable }) => (trainable ? sizeOf(shape) : 0)))
  const bytes = 4 * sizeOf(output)
  const sizeProblem = findSizeProblem('The layer has', parameters, bytes)
  return {
    id: layer.id,
    name,
    inputs: shapes,
    output,
    parameters,
    trainableParameters,
    ...(layer.frozen && parameters > 0 && { frozen: layer.frozen }),
    flops: definition.flops(layer.args, shapes),
    bytes,
    problems: sizeProblem ? [...problems, sizeProblem] : problems,
  }
}

function withSights(
  layers: readonly Layer[],
  facts: readonly LayerFacts[],
  input: Shape,
  data: DataShape,
): readonly LayerFacts[] {
  const sights = findSights(layers, facts, input, data)
  return facts.map((each, index) => {
    const receptiveField = sights[index]
    return receptiveField ? { ...each, receptiveField } : each
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** All that follows from a stack and the data it is for. Sums cover the layers whose shapes are known. */
export function analyseStack(stack: Stack, data: DataShape): StackAnalysis {
  const input = inputShape(stack, data)
  const names = layerNames(stack)
  const readers = readersOf(stack.layers)
  const layers: LayerFacts[] = []
  const known = new Map<string, Pick<LayerFacts, 'output'>>([[INPUT, { output: input }]])
  for (const [index, layer] of stack.layers.entries()) {
    const ids = inputIdsAt(stack.layers, index)
    const problem = findReferenceProblem(stack.layers, index, known)
    const outputs = ids.map((id) => known.get(id)?.output)
    const shapes = outputs.every((shape) => shape !== undefined) && !problem ? outputs : undefined
    const facts = analyseLayer(layer, names[index]!, { ...(shapes && { shapes }), ...(problem && { problem }) }, data)
    const own = shapes ? facts.problems.map((each) => withJoinFix(each, stack.layers, index, shapes)) : facts.problems
    const isLast = index === stack.layers.length - 1
    const others = [
      findNameProblem(stack, index),
      problem ? undefined : findTwiceRead(stack.layers, index),
      !isLast && !readers.has(layer.id) ? findUnreadProblem() : undefined,
      isLast && facts.output && !hasError(facts.problems)
        ? findOutputProblem(stack, facts.output, data.classes)
        : undefined,
    ].filter((each) => each !== undefined)
    layers.push({ ...facts, problems: [...own, ...others] })
    known.set(layer.id, facts)
  }

  const output = layers.length === 0 ? input : layers.at(-1)?.output
  const parameters = sum(layers.map((facts) => facts.parameters))
  const trainableParameters = sum(layers.map((facts) => facts.trainableParameters))
  const bytes = sum(layers.map((facts) => facts.bytes))
  const isSound = layers.every((facts) => facts.output && !hasError(facts.problems))
  const problems: LayerProblem[] = []
  if (stack.layers.length === 0) {
    problems.push({ severity: 'error', message: 'There are no layers yet: choose a template, or add a layer.' })
  }
  const learnsNothing = stack.layers.length > 0 && isSound && trainableParameters === 0
  const isFrozen = learnsNothing && layers.some(({ frozen }) => frozen)
  if (learnsNothing && !isFrozen) {
    problems.push({ severity: 'error', message: 'No layer of the model learns anything: add Dense or Conv2D.' })
  }
  const sizeProblem = findSizeProblem('The layers together have', parameters, bytes)
  if (sizeProblem && !layers.some((facts) => findSizeProblem('', facts.parameters, facts.bytes)))
    problems.push(sizeProblem)
  const usable = !hasError(problems) && !layers.some((facts) => hasError(facts.problems))

  return {
    input,
    ...(output && { output }),
    layers: withSights(stack.layers, layers, input, data),
    parameters,
    trainableParameters,
    flops: sum(layers.map((facts) => facts.flops)),
    bytes,
    problems: isFrozen ? [...problems, ALL_FROZEN] : problems,
    trainable: usable && !isFrozen,
    usable,
  }
}
