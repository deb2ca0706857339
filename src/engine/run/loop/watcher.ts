/** Who looks inside the model of a run, as the loop sees it. */
import type { Anatomy } from '../../../model/anatomy/anatomy'
import type { Weights } from '../../../model/graph/weights'

export interface Watcher {
  /** Looked at before the first step, before the last one of each epoch and behind it. */
  isWatching(): boolean
  /** Yields between its pieces of work. @throws CallFailure with code `device` where the device has no room for it. */
  examine(weights: Weights): AsyncGenerator<void, Anatomy>
  /** It can't be done here: nobody watches from now on. */
  giveUp(): void
}
