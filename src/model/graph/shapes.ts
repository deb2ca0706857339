/** Shapes, parameters, cost and problems of every layer of a stack, worked out from the first to the last. */
import { checkField } from '../fields'
import { sizeOf } from '../layers/define'
import type { ImageShape, LayerArgs, LayerProblem, Shape } from '../layers/define'
import { definitionOf } from '../layers/registry'
import type { Layer } from '../layers/registry'
import { findOutputProblem } from './output'
import type { Stack } from './stack'

/** What a model is built for: images of one shape, and so many classes. */
export interface DataShape extends ImageShape {
  readonly classes: number
}

/** MNIST's: what a stack is shown for until data are loaded. */
export const DEFAULT_DATA_SHAPE: DataShape = { height: 28, width: 28, channels: 1, classes: 10 }

export interface LayerFacts {
  readonly id: string
  /** Absent behind a layer with an error. */
  readonly input?: Shape
  /** Absent at and behind a layer with an error that leaves its shape open. */
  readonly output?: Shape
  readonly parameters: number
  /** Of the forward pass on one image; a multiply and an add count 2. */
  readonly flops: number
  /** Bytes of the layer's output for one image, as float32. */
  readonly bytes: number
  readonly problems: readonly LayerProblem[]
}

export interface StackAnalysis {
  readonly input: Shape
  /** Absent while a layer's error leaves it open. */
  readonly output?: Shape
  /** One a layer, in order. */
  readonly layers: readonly LayerFacts[]
  readonly parameters: number
  readonly flops: number
  readonly bytes: number
  /** Of the whole stack; those of a layer are in its facts. */
  readonly problems: readonly LayerProblem[]
  /** No error anywhere. */
  readonly trainable: boolean
}

// Initial weights are drawn, sent to the device, and kept there four times: 48 million took over 40 s to prepare on a slow one.
const MAX_PARAMETERS = 20_000_000
const MAX_BYTES = 2 ** 31

/** The shape in which one image comes in. */
export function inputShape(stack: Stack, data: ImageShape): Shape {
  const shape = [data.height, data.width, data.channels]
  return stack.input === 'image' ? shape : [sizeOf(shape)]
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

function analyseLayer(layer: Layer, input: Shape | undefined, image: ImageShape): LayerFacts {
  const unknown = { id: layer.id, ...(input && { input }), parameters: 0, flops: 0, bytes: 0 }
  const argumentProblems = findArgumentProblems(layer)
  if (!input || argumentProblems.length > 0) return { ...unknown, problems: argumentProblems }

  const definition = definitionOf(layer.className)
  const problems = definition.problems(layer.args, input, image)
  if (hasError(problems)) return { ...unknown, problems }

  const output = definition.outputShape(layer.args, input)
  const parameters = definition.weights(layer.args, input).reduce((sum, weight) => sum + sizeOf(weight.shape), 0)
  const bytes = 4 * sizeOf(output)
  const sizeProblem = findSizeProblem('The layer has', parameters, bytes)
  return {
    id: layer.id,
    input,
    output,
    parameters,
    flops: definition.flops(layer.args, input),
    bytes,
    problems: sizeProblem ? [...problems, sizeProblem] : problems,
  }
}

// The parameter itself, its gradient, and Adam's two moments, as float32.
const BYTES_PER_PARAMETER = 16

/**
 * About what training takes on the device, in bytes: the parameters with their gradients and the optimizer's state, and for a batch the
 * images, the outputs of all layers and their gradients.
 */
export function trainingBytes({ input, parameters, bytes }: StackAnalysis, batchSize: number): number {
  return BYTES_PER_PARAMETER * parameters + batchSize * (4 * sizeOf(input) + 2 * bytes)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** All that follows from a stack and the data it is for. Sums cover the layers whose shapes are known. */
export function analyseStack(stack: Stack, data: DataShape): StackAnalysis {
  const input = inputShape(stack, data)
  const layers: LayerFacts[] = []
  let shape: Shape | undefined = input
  for (const [index, layer] of stack.layers.entries()) {
    const facts = analyseLayer(layer, shape, data)
    const isLast = index === stack.layers.length - 1
    const outputProblem = isLast && !hasError(facts.problems) ? findOutputProblem(layer, data.classes) : undefined
    layers.push(outputProblem ? { ...facts, problems: [...facts.problems, outputProblem] } : facts)
    shape = facts.output
  }

  const parameters = sum(layers.map((facts) => facts.parameters))
  const bytes = sum(layers.map((facts) => facts.bytes))
  const problems: LayerProblem[] = []
  if (stack.layers.length === 0) {
    problems.push({ severity: 'error', message: 'There are no layers yet: choose a template, or add a layer.' })
  }
  const sizeProblem = findSizeProblem('The layers together have', parameters, bytes)
  if (sizeProblem && !layers.some((facts) => findSizeProblem('', facts.parameters, facts.bytes)))
    problems.push(sizeProblem)

  return {
    input,
    ...(shape && { output: shape }),
    layers,
    parameters,
    flops: sum(layers.map((facts) => facts.flops)),
    bytes,
    problems,
    trainable: !hasError(problems) && !layers.some((facts) => hasError(facts.problems)),
  }
}
