/** The model that was last trained or opened, and what it does on the test images. */
import type { ModelSummary } from '../../engine/protocol/model'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Trouble } from './troubles'

export interface ModelPart {
  /** What is exported and tested. */
  readonly current: ModelSummary | undefined
  /** Where the model comes from: one sentence. */
  readonly origin: string | undefined
  /** Whether the model is in a file of the person's. */
  readonly saved: boolean
  /** On the data at hand. */
  readonly test: Evaluation | undefined
  readonly testing: boolean
  readonly opening: boolean
  /** Sentences from the last opened model. */
  readonly notes: readonly string[]
  readonly trouble: Trouble | undefined
}

export function emptyModel(): ModelPart {
  return {
    current: undefined,
    origin: undefined,
    saved: false,
    test: undefined,
    testing: false,
    opening: false,
    notes: [],
    trouble: undefined,
  }
}
