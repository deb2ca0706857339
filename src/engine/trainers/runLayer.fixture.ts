/** For tests: one layer by itself, lowered and run on the device, with the gradients of its inputs and weights. */
import { sizeOf, type Shape } from '../../model/layers/define'
import { definitionOf, type NewLayer } from '../../model/layers/registry'
import { COMMON } from './plan/buffers'
import type { Operation } from './plan/operation'
import { PlanBuilder, type Value } from './plan/lower/builder'
import { lowerLayer, placeWeights } from './plan/lowerStack'
import { stateOf, type Executor } from './executor.fixture'

export interface LayerRun {
  readonly layer: NewLayer
  /** Of one image, for each input. */
  readonly shapes: readonly Shape[]
  /** Images in the batch. The plan has room for one more, whose values are not numbers. */
  readonly count: number
  readonly inputs: readonly ArrayLike<number>[]
  /** In the order of the definition. */
  readonly weights: readonly ArrayLike<number>[]
  readonly training: boolean
  /** The gradient of the output. Without one there is no backward pass. */
  readonly cotangent?: ArrayLike<number>
  /** For each input, values of tanh that it is said to come from, by whose derivative its gradient is then multiplied. */
  readonly kept?: readonly ArrayLike<number>[]
}

export interface LayerResult {
  readonly output: Float32Array
  readonly inputGradients: readonly Float32Array[]
  /** In the order of the definition; of no length for weights that have none. */
  readonly weightGradients: readonly Float32Array[]
  /** As the operations leave them. No optimizer is among these. */
  readonly weights: readonly Float32Array[]
}

const NAME = 'layer'

export async function runLayer(executor: Executor, run: LayerRun): Promise<LayerResult> {
  const { layer, shapes, count, training, cotangent, kept } = run
  const specs = definitionOf(layer.className).weights(layer.args, shapes)
  const placed = placeWeights(specs.map(({ name, ...spec }) => ({ ...spec, key: `${NAME}/${name}` })))
  const plan = new PlanBuilder(count + 1, placed, { parts: executor.parts })
  const contents: Record<string, Float32Array<ArrayBuffer>> = {
    [COMMON.weights]: Float32Array.from(run.weights.flatMap((values) => Array.from(values))),
  }
  /** A buffer that begins with these values, of a batch with the given shape. */
  const hold = (name: string, shape: Shape, values: ArrayLike<number>): string => {
    contents[name] = Float32Array.from({ length: plan.batchSize * sizeOf(shape) }, (_, i) => values[i] ?? NaN)
    return name
  }

  const inputs = shapes.map((shape, index): Value => {
    const name = `input ${index}`
    return {
      shape,
      buffer: hold(name, shape, run.inputs[index]!),
      gradient: plan.transient(`${name} gradient`, plan.batchSize * sizeOf(shape)),
      ...(kept && { kept: { buffer: hold(`${name} kept`, shape, kept[index]!), activation: 'tanh' } }),
    }
  })
  const { output } = lowerLayer(
    { ...layer, id: NAME },
    { name: NAME, index: 0, inputs, input: inputs[0]!, next: undefined, plan },
  )
  if (cotangent) {
    // Of two readers, one leaves the gradient and the other zeros. Adding them up applies the derivative of what made the output.
    const [gradient, zeros] = plan.share('readers', output, 2).map((view) => view.gradient)
    if (gradient === undefined || zeros === undefined) throw new Error(`${layer.className} passes no gradient on`)
    hold(gradient, output.shape, cotangent)
    hold(zeros, output.shape, new Float32Array(cotangent.length))
  }

  const nameOf = (buffer: string): string => {
    const other = plan.aliases.get(buffer)
    return other === undefined ? buffer : nameOf(other)
  }
  const operations = [...plan.forward, ...(cotangent ? plan.backward : [])].map((operation) =>
    renamed(operation, nameOf),
  )
  const lengths = [
    ...plan.buffers.map(({ name, bytes }) => [name, bytes / 4] as const),
    ...Object.entries(contents).map(([name, values]) => [name, values.length] as const),
  ]
  const results = await executor.run(
    operations,
    { ...stateOf(count, { training: training ? 1 : 0 }), ...contents },
    Object.fromEntries(lengths.filter(([, length]) => length > 0)),
  )

  const read = (buffer: string, length: number): Float32Array =>
    new Float32Array(results[nameOf(buffer)] ?? new ArrayBuffer()).subarray(0, length)
  const weights = new Float32Array(results[COMMON.weights] ?? new ArrayBuffer())
  const gradients = new Map<number, number>()
  for (const { offset, length, splits, partials } of cotangent ? plan.segments : []) {
    const values = read(partials, splits * length)
    for (const [i, value] of values.entries()) {
      const at = offset + (i % length)
      gradients.set(at, (gradients.get(at) ?? 0) + value)
    }
  }
  return {
    output: read(output.buffer, count * sizeOf(output.shape)),
    inputGradients: cotangent ? inputs.map(({ gradient, shape }) => read(gradient ?? '', count * sizeOf(shape))) : [],
    weightGradients: placed.map(({ offset, length }) =>
      Float32Array.from({ length: gradients.has(offset) ? length : 0 }, (_, i) => gradients.get(offset + i) ?? NaN),
    ),
    weights: placed.map(({ offset, length }) => weights.subarray(offset, offset + length)),
  }
}

/** The operation with its buffers called otherwise. */
function renamed(operation: Operation, nameOf: (buffer: string) => string): Operation {
  const visit = (value: unknown): unknown => {
    if (typeof value === 'string') return nameOf(value)
    if (Array.isArray(value)) return value.map(visit)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each)]))
  }
  return visit(operation) as Operation
}
