/** The values that weights begin with. */
import { sizeOf, type Shape, type WeightSpec } from '../layers/define'
import { createRandom, STREAMS, type Random } from '../random'
import type { DataShape } from './shapes'
import type { Stack } from './stack'
import { trainableFirst, weightSpecsOfLayers, type Weights } from './weights'

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
  const drawn = weightSpecsOfLayers(stack, data).map((specs, index) => {
    const random = createRandom(STREAMS.weights, seed, index)
    return specs.map((spec) => ({ ...spec, values: INITIALIZERS[spec.initializer](spec.shape, random) }))
  })
  return new Map(trainableFirst(drawn).map(({ key, values }) => [key, values]))
}
