/**
 * The metrics and the next state take no operation: the loss leaves each image's outcome, and one workgroup of the optimizer adds them up.
 * Ring and outcomes lie behind the state in one buffer, so neither the loss nor the optimizer binds more than before. Classifying has the loss
 * as it was.
 */
import { COMMON } from '../buffers'
import type { FusedPlan } from '../plan'
import { OUTCOMES_OFFSET, RING_OFFSET } from '../state'
import { atEnd } from './endOfStep'

export function metrics(plan: FusedPlan): FusedPlan {
  const finish = plan.backward.find((each) => each.kind === 'finishStep')
  const loss = plan.forward.find((each) => each.kind === 'classificationLoss')
  if (!finish || !loss) return plan
  const { batchSize, progress } = finish
  const within = (offset: number) => ({ buffer: COMMON.state, offset })
  const without: FusedPlan = {
    ...plan,
    buffers: [
      ...plan.buffers.map((each) => (each.name === COMMON.ring ? { ...each, within: within(RING_OFFSET) } : each)),
      { name: COMMON.outcomes, bytes: 8 * batchSize, transient: false, within: within(OUTCOMES_OFFSET) },
    ],
    forward: plan.forward.map((each) => (each === loss ? { ...loss, kind: 'trainingLoss', progress } : each)),
    backward: plan.backward.filter((each) => each !== finish),
  }
  return atEnd(without, { finish: { batchSize } })
}
