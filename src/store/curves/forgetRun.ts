/** Takes the run on show away, with its curves. */
import { emptyRun } from '../session/runPart'
import type { SessionStore } from '../session/session'
import type { Metrics } from './metrics'

export function forgetRun(session: SessionStore, metrics: Metrics): void {
  const { state } = session.getState().run
  if (state.status !== 'idle') metrics.forget(state.runId)
  session.setState({ run: emptyRun() })
}
