/** For fusions that leave something to the end of a step. */
import type { Operation } from '../operation'
import type { EndStep } from '../operations/endStep'
import type { FusedPlan } from '../plan'

/** The plan with more to do at the end of its step. */
export function atEnd(plan: FusedPlan, more: Partial<Pick<EndStep, 'transposes' | 'finish'>>): FusedPlan {
  const end = plan.backward.find((each) => each.kind === 'optimize' || each.kind === 'endStep')
  if (!end) throw new Error('The plan updates no weights')
  const fused: Operation<'endStep'> = { transposes: [], ...end, ...more, kind: 'endStep' }
  return { ...plan, backward: plan.backward.map((each) => (each === end ? fused : each)) }
}
