import type { DataChoices } from '../../model/dataChoices'
import type { Split } from '../../model/split'
import { isOfRun } from '../run/isOfRun'
import type { Session } from '../session/session'

/** The data as a split on show was counted: a run's validation images are those that it began with. */
export function choicesOf(split: Split, session: Pick<Session, 'run' | 'model' | 'data'>): DataChoices {
  return split !== 'test' && isOfRun(session) ? session.run.data : session.data.choices
}
