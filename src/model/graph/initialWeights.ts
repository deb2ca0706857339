/** The names, shapes and initial values of a stack's weights. */
import { sizeOf } from '../layers/define'
import type { Shape, WeightSpec } from '../layers/define'
import { definitionOf } from '../layers/registry'
import { createRandom, STREAMS } from '../random'
import type { Random } from '../random'
import { analyseStack } from './shapes'
import type { DataShape } from './shapes'
import type { Stack } from './stack'

/** Weights by `layer name/weight name`, in the order of the layers and, within one, Keras's; each in row-major order of its shape. */
export type Weights = ReadonlyMap<string, Float32Array<ArrayBuffer>>

export interface NamedWeightSpec extends Omit<WeightSpec, 'name'> {
  /** Such as `conv2d_1/kernel`. */
  readonly key: string
}

/** Keras's `to_snake_case`: `MaxPooling2D` becomes `max_pooling2d`. */
function toSnakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/** The names that Keras gives the layers of a first model: `conv2d`, `conv2d_1`, `max_pooling2d`, `dense`. */
export function layerNames(stack: Stack): readonly string[] {
  const counts = new Map<string, number>()
  return stack.layers.map(({ className }) => {
    const name = toSnakeCase(className)
    const count = counts.get(name) ?? 0
    counts.set(name, count + 1)
    return count === 0 ? name : `${name}_${count}`
  })
}

/** Every layer's weight specs under their keys. Throws when the stack has a layer whose shapes can't be worked out. */
function weightSpecsOfLayers(stack: Stack, data: DataShape): readonly (readonly NamedWeightSpec[])[] {
  const names = layerNames(stack)
  const facts = analyseStack(stack, data).layers
  return stack.layers.map((layer, index) => {
    const { input, output } = facts[index] ?? {}
    if (!input || !output) throw new Error(`The weights of ${names[index]} are unknown while the stack has an error`)
    return definitionOf(layer.className)
      .weights(layer.args, input)
      .map(({ name, ...spec }) => ({ ...spec, key: `${names[index]}/${name}` }))
  })
}

/** What weights the stack has, in the order of `Weights`. Throws when the stack has a layer whose shapes can't be worked out. */
export function weightSpecs(stack: Stack, data: DataShape): readonly NamedWeightSpec[] {
  return weightSpecsOfLayers(stack, data).flat()
}

/**
 * Inputs and outputs that one weight touches, as Keras counts them: a kernel's last two axes times its receptive field.
 */
function fansOf(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  const field = sizeOf(shape.slice(0, -2))
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field }
}

/** Uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010). */
function drawGlorotUniform(shape: Shape, random: Random): Float32Array<ArrayBuffer> {
  const { fanIn, fanOut } = fansOf(shape)
  const limit = Math.sqrt(6 / (fanIn + fanOut))
  return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.next() - 1) * limit)
}

const INITIALIZERS: Readonly<
  Record<WeightSpec['initializer'], (shape: Shape, random: Random) => Float32Array<ArrayBuffer>>
> = {
  glorot_uniform: drawGlorotUniform,
  zeros: (shape) => new Float32Array(sizeOf(shape)),
}

/**
 * The weights that training starts from. Each layer draws from a stream of its own, named by the seed and the layer's place, so that
 * changing a layer leaves the others' values as they were. Throws like `weightSpecs`.
 */
export function initialWeights(stack: Stack, data: DataShape, seed: number): Weights {
  return new Map(
    weightSpecsOfLayers(stack, data).flatMap((specs, index) => {
      const random = createRandom(STREAMS.weights, seed, index)
      return specs.map((spec) => [spec.key, INITIALIZERS[spec.initializer](spec.shape, random)] as const)
    }),
  )
}
