/** The model that was last trained or opened, and what it does on the test images. */
import type { ModelSummary } from '../../engine/protocol/model'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Trouble } from './troubles'

/** `run` is one that the browser keeps. */
export interface ModelSource {
  readonly kind: 'file' | 'project' | 'run'
  readonly name: string
}

export type BeginWith = 'new' | 'model'

export interface ModelPart {
  /** What is exported and tested. */
  readonly current: ModelSummary | undefined
  /** Where the model comes from: one sentence. */
  readonly origin: string | undefined
  /** What it was opened from; absent where it was trained on this page. */
  readonly source: ModelSource | undefined
  /** What the next run begins with, as a person chose; until then it is what `findBeginning` takes for usual. */
  readonly beginWith: BeginWith | undefined
  /** Whether the model is in a file of the person's. */
  readonly saved: boolean
  /** On the data at hand. */
  readonly test: Evaluation | undefined
  /** Whose results went when test images or their labels changed. */
  readonly outdated: { readonly model: number; readonly dataset: number } | undefined
  readonly testing: boolean
  /** It looks at the images one by one. */
  readonly looking: boolean
  /** How far it has come, from 0 to 1, where it looks at all of them. */
  readonly lookShare: number | undefined
  /** Which model has looked at the images of which dataset: what it makes of them is known. */
  readonly looked: { readonly model: number; readonly dataset: number } | undefined
  /** Why it could not: one sentence. */
  readonly lookTrouble: string | undefined
  /** The image of the data that it is to be looked into with, as was asked for from elsewhere, and how often that was. */
  readonly inside: { readonly image: number; readonly asking: number } | undefined
  readonly opening: boolean
  /** Sentences from the last opened model. */
  readonly notes: readonly string[]
  readonly trouble: Trouble | undefined
}

export function emptyModel(): ModelPart {
  return {
    current: undefined,
    origin: undefined,
    source: undefined,
    beginWith: undefined,
    saved: false,
    test: undefined,
    outdated: undefined,
    testing: false,
    looking: false,
    lookShare: undefined,
    looked: undefined,
    lookTrouble: undefined,
    inside: undefined,
    opening: false,
    notes: [],
    trouble: undefined,
  }
}
