/** The values that weights begin with. */
import { sizeOf, type Shape } from '../layers/define'
import type { Initializer } from '../layers/initializers'
import { createRandom, STREAMS, type Random } from '../random'
import type { DataShape } from './shapes'
import type { Stack } from './stack'
import { trainableFirst, weightSpecsOfLayers, type Weights } from './weights'

/**
 * Inputs and outputs that one weight touches, as Keras counts them: a kernel's last two axes times its receptive field. A vector's are both
 * its length.
 */
function fansOf(shape: Shape): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length === 1) return { fanIn: shape[0]!, fanOut: shape[0]! }
  const field = sizeOf(shape.slice(0, -2))
  return { fanIn: (shape.at(-2) ?? 1) * field, fanOut: (shape.at(-1) ?? 1) * field }
}

type Draw = (shape: Shape, random: Random) => Float32Array<ArrayBuffer>

/** The spread of a standard normal distribution that is cut off at two deviations (Keras's `VarianceScaling`). */
const SPREAD_OF_TRUNCATED = 0.879_625_661_034_239_78

function uniform(limit: number, shape: Shape, random: Random): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random.next() - 1) * limit)
}

/** Draws anew what lies beyond two deviations. */
function truncatedNormal(deviation: number, shape: Shape, random: Random): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    for (;;) {
      const value = random.normal()
      if (Math.abs(value) <= 2) return value * deviation
    }
  })
}

/** @param varianceOf the variance of the values, from fan in and fan out. */
function scaledUniform(varianceOf: (fanIn: number, fanOut: number) => number): Draw {
  return (shape, random) => {
    const { fanIn, fanOut } = fansOf(shape)
    return uniform(Math.sqrt(3 * varianceOf(fanIn, fanOut)), shape, random)
  }
}

function scaledNormal(varianceOf: (fanIn: number, fanOut: number) => number): Draw {
  return (shape, random) => {
    const { fanIn, fanOut } = fansOf(shape)
    return truncatedNormal(Math.sqrt(varianceOf(fanIn, fanOut)) / SPREAD_OF_TRUNCATED, shape, random)
  }
}

/** Glorot and Bengio, 2010. */
const glorot = (fanIn: number, fanOut: number): number => 2 / (fanIn + fanOut)
/** He, Zhang, Ren and Sun, 2015. */
const he = (fanIn: number): number => 2 / fanIn
/** LeCun, Bottou, Orr and Müller, 1998. */
const leCun = (fanIn: number): number => 1 / fanIn

/**
 * Rows or columns, whichever are fewer, that stand upright on one another and have length 1 (Saxe, McClelland and Ganguli, 2014), by
 * Gram and Schmidt on draws from the normal distribution. All axes but the last are one.
 */
function drawOrthogonal(shape: Shape, random: Random): Float32Array<ArrayBuffer> {
  const columns = shape.at(-1) ?? 1
  const rows = sizeOf(shape) / columns
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
  const vectors: Float64Array[] = []
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal())
    // Twice is enough to lose what rounding left of the others (Kahan and Parlett).
    for (const other of [...vectors, ...vectors]) {
      const share = other.reduce((sum, value, i) => sum + value * vector[i]!, 0)
      for (let i = 0; i < length; i++) vector[i]! -= share * other[i]!
    }
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    if (norm > 1e-9) vectors.push(vector.map((value) => value / norm))
  }
  return Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    return rows < columns ? vectors[row]![column]! : vectors[column]![row]!
  })
}

const INITIALIZERS: Readonly<Record<Initializer, Draw>> = {
  glorot_uniform: scaledUniform(glorot),
  glorot_normal: scaledNormal(glorot),
  he_uniform: scaledUniform(he),
  he_normal: scaledNormal(he),
  lecun_uniform: scaledUniform(leCun),
  lecun_normal: scaledNormal(leCun),
  random_uniform: (shape, random) => uniform(0.05, shape, random),
  random_normal: (shape, random) => Float32Array.from({ length: sizeOf(shape) }, () => 0.05 * random.normal()),
  truncated_normal: (shape, random) => truncatedNormal(0.05, shape, random),
  orthogonal: drawOrthogonal,
  zeros: (shape) => new Float32Array(sizeOf(shape)),
  ones: (shape) => new Float32Array(sizeOf(shape)).fill(1),
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
