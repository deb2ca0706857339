import { isSameValue } from '../../model/sameValue'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Split } from '../../model/split'
import { leavesAverage } from '../../runs/modelFigures'
import { isOfRun } from '../run/isOfRun'
import type { Session } from '../session/session'

/**
 * The pass over a split that counted this matrix, by the weights of the model at hand: it knows loss and ranks, too. Undefined where there was
 * none. Other weights may make the very same mistakes, and have another loss.
 */
export function evaluationOf(
  split: Split,
  confusion: readonly number[],
  session: Pick<Session, 'run' | 'model'>,
): Evaluation | undefined {
  const found = split === 'test' ? session.model.test : lookOfModel(session)
  return found && isSameValue(found.confusion, confusion) ? found : undefined
}

/** The run's last look at the validation images, where it was one with the weights that the run left. */
function lookOfModel(session: Pick<Session, 'run' | 'model'>): Evaluation | undefined {
  const { state, validation, model } = session.run
  if (!isOfRun(session) || !model?.recipe) return undefined
  if (state.status !== 'done' || state.weightsOf !== undefined || !state.place) return undefined
  const { epoch, step, steps } = state.place
  const isOfLast = validation?.epoch === epoch && step === steps && !leavesAverage(model.recipe, undefined)
  return isOfLast ? validation : undefined
}
