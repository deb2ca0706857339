/** For fusions that leave something to the end of a step. */
import type { EndStep } from '../operations/endStep'
import type { FusedPlan } from '../plan'

/** The plan with more to do at the end of its step. */
export function atEnd(plan: FusedPlan, more: Partial<Pick<EndStep, 'transposes' | 'finish'>>): FusedPlan {
  return {
    ...plan,
    backward: plan.backward.map((each) => {
      if (each.kind === 'endStep') return { ...each, ...more }
      return each.kind === 'optimize' ? { transposes: [], ...each, ...more, kind: 'endStep' } : each
    }),
  }
}
