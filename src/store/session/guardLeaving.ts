/** Asks before the page is left while something would be lost: a run, or a trained model that is in no file. */
import { isTraining } from './runPart'
import type { SessionStore } from './session'

/** Returns a function that ends it. */
export function guardLeaving(session: SessionStore): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    const { run, model } = session.getState()
    if (isTraining(run.state) || (model.current && !model.saved)) event.preventDefault()
  }
  addEventListener('beforeunload', ask)
  return () => removeEventListener('beforeunload', ask)
}
