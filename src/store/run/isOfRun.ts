import type { Session } from '../session/session'

/** Whether the model at hand is the one that the run on show made. */
export function isOfRun({ run, model }: Pick<Session, 'run' | 'model'>): boolean {
  return run.model !== undefined && run.model.id === model.current?.id
}
