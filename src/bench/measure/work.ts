/** What the operations of a plan compute and move. */
import { bytesMoved, type AnyPlan } from '../../engine/trainers/plan/roofline'
import { factsOf } from '../../engine/trainers/plan/operation'
import type { Work } from '../report/roof'

export interface NamedWork extends Work {
  readonly layer: string
  readonly name: string
}

/** One entry an operation of a step, in its order. */
export function workOf(plan: Pick<AnyPlan, 'buffers' | 'forward' | 'backward'>): readonly NamedWork[] {
  const bytesOf = bytesMoved(plan)
  return [...plan.forward, ...plan.backward].map((operation) => {
    const { name, flops } = factsOf(operation)
    return { layer: operation.layer, name, flops, bytes: bytesOf(operation) }
  })
}
