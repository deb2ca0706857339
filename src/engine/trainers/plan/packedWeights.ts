/** Weights by their keys, and end to end, as they lie on a device. */
import type { Weights } from '../../../model/graph/weights'
import type { Plan } from './plan'

type WeightsPlan = Pick<Plan, 'weights' | 'weightValues'>

/** @param length of what is returned. @throws RangeError when a weight is missing or has another length. */
export function packWeights(
  plan: WeightsPlan,
  weights: Weights,
  length = plan.weightValues,
): Float32Array<ArrayBuffer> {
  const all = new Float32Array(length)
  for (const { key, offset, length: expected } of plan.weights) {
    const values = weights.get(key)
    if (values?.length !== expected) throw new RangeError(`The weights hold no ${key} of ${expected} values`)
    all.set(values, offset)
  }
  return all
}

/** The other way. @returns copies. */
export function unpackWeights({ weights }: WeightsPlan, values: Float32Array): Weights {
  return new Map(weights.map(({ key, offset, length }) => [key, values.slice(offset, offset + length)]))
}
