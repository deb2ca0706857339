/** The optimizer's moments: by weight, as a state tells them, and end to end, as they lie on a device. */
import type { Weights } from '../../../model/graph/weights'
import type { Plan } from './plan'

type MomentsPlan = Pick<Plan, 'weights' | 'weightValues' | 'moments'>

/**
 * @param values `plan.moments` stretches of `plan.weightValues` floats.
 * @param trained the keys of the weights that train: others have no moments.
 */
export function unpackMoments(
  plan: MomentsPlan,
  values: Float32Array,
  trained: ReadonlySet<string>,
): readonly Weights[] {
  const placed = plan.weights.filter(({ key }) => trained.has(key))
  return Array.from({ length: plan.moments }, (_, moment) => {
    const first = moment * plan.weightValues
    return new Map(
      placed.map(({ key, offset, length }) => [key, values.slice(first + offset, first + offset + length)] as const),
    )
  })
}

/**
 * The other way.
 * @param initial of each moment, for what is absent of it. @throws RangeError when one has another length than its weight.
 */
export function packMoments(
  plan: MomentsPlan,
  moments: readonly Weights[],
  initial: readonly number[],
): Float32Array<ArrayBuffer> {
  const all = new Float32Array(plan.moments * plan.weightValues)
  for (const [moment, value] of initial.entries())
    all.fill(value, moment * plan.weightValues, (moment + 1) * plan.weightValues)
  for (const [moment, of] of moments.slice(0, plan.moments).entries()) {
    for (const { key, offset, length } of plan.weights) {
      const values = of.get(key)
      if (!values) continue
      if (values.length !== length) throw new RangeError(`The moments of ${key} are ${values.length}, not ${length}`)
      all.set(values, moment * plan.weightValues + offset)
    }
  }
  return all
}
