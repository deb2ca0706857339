/** Weights in a project file: their names and shapes as JSON, and their values as one block of float32, little-endian, in that order. */
import * as v from 'valibot'
import type { Normalisation } from '../model/training/normalisation'

export interface WeightsIndex {
  readonly normalisation: Normalisation
  readonly weights: readonly {
    /** Such as `conv2d_1/kernel`. */
    readonly name: string
    readonly shape: readonly number[]
  }[]
}

const length = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const schema = v.object({
  normalisation: v.object({ mean: v.array(v.number()), deviation: v.array(v.number()) }),
  weights: v.array(v.object({ name: v.string(), shape: v.array(length) })),
})

/** Undefined when it is damaged. */
export function readWeightsIndex(json: unknown): WeightsIndex | undefined {
  const { success, output } = v.safeParse(schema, json)
  return success ? output : undefined
}

/** How many bytes the values take. */
export function bytesOfWeights({ weights }: WeightsIndex): number {
  return weights.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0)
}

/** The values of each, in arrays of their own. Undefined when there are more or fewer bytes than the index says. */
export function splitWeights(
  bytes: Uint8Array<ArrayBuffer>,
  index: WeightsIndex,
): readonly (readonly [name: string, values: Float32Array<ArrayBuffer>])[] | undefined {
  if (bytes.length !== bytesOfWeights(index)) return undefined
  let at = 0
  return index.weights.map(({ name, shape }) => {
    const values = new Float32Array(sizeOf(shape))
    // Every browser's machine is little-endian.
    new Uint8Array(values.buffer).set(bytes.subarray(at, at + values.byteLength))
    at += values.byteLength
    return [name, values] as const
  })
}

/** The bytes of weights, in pieces that share their memory. */
export function* bytesOfValues(values: Iterable<Float32Array<ArrayBuffer>>): Generator<Uint8Array<ArrayBuffer>> {
  for (const { buffer, byteOffset, byteLength } of values) yield new Uint8Array(buffer, byteOffset, byteLength)
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1)
}
