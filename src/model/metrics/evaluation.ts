/** How well a model does on images. */
import type { Split } from '../split'

export interface LossAndAccuracy {
  readonly loss: number
  readonly accuracy: number
}

/** The outcome of a pass over one split without training. `confusion[t * classes + p]` counts images of true class t predicted as p. */
export interface Evaluation extends LossAndAccuracy {
  readonly split: Split
  readonly images: number
  readonly classes: readonly string[]
  readonly confusion: readonly number[]
  /** Counts by the rank of the true class, for each true class as many as `rankSlots` says. Absent in records of earlier versions. */
  readonly ranks?: readonly number[]
}
