/** What the weights of a model are known by. */
import { digestOfArrays } from '../../data/digest'

/** SHA-256 in hexadecimal digits: equal where all weights are, bit by bit, in the same order. */
export function digestOfWeights(
  weights: Iterable<readonly [key: string, values: Float32Array<ArrayBuffer>]>,
): Promise<string> {
  return digestOfArrays(Array.from(weights, ([, values]) => values))
}
