/** What the page asks of runs that can go on after a reload, and is told of them: types only. */
import type { DataChoices } from '../../model/dataChoices'
import type { Stack } from '../../model/graph/stack'
import type { Recipe } from '../../model/training/recipe'
import type { RunDetails } from '../../runs/record'
import type { ModelSummary } from './model'
import type { RunPlace } from './run'

/** A run whose checkpoint the browser keeps, and that no tab is at work on. */
export type ResumableRun = {
  /** Its number, and what it is called. */
  readonly run: number
  readonly title: string
  /** Bytes of the checkpoint. */
  readonly bytes: number
} & (
  | {
      /** `interrupted` was cut off; the others have ended, and may go on. */
      readonly state: 'interrupted' | 'finished' | 'stopped' | 'failed'
      readonly place: RunPlace
      /** Milliseconds since 1970. */
      readonly savedAt: number
      readonly dataset: {
        readonly name: string
        readonly images: number
        readonly height: number
        readonly width: number
        readonly classes: number
      }
      /** Whether its data are in the worker, or in the browser's storage. Otherwise they have to be brought. */
      readonly hasData: boolean
    }
  /** Why it can't be resumed: one sentence. */
  | { readonly problem: string }
)

/** A run that is in the worker again, where it can go on from its checkpoint as after an end. */
export interface OpenedRun {
  readonly stack: Stack
  readonly recipe: Recipe
  readonly data: DataChoices
  readonly dataName: string
  /** The key of its data, where the browser keeps them. */
  readonly key?: string
  readonly place: RunPlace
  readonly seconds: number
  /** Its record, up to the place. */
  readonly details: RunDetails
  /** The model that it has come to. */
  readonly model: ModelSummary
  /** The run has ended by itself, and goes on only if it is told to train longer. */
  readonly finished?: { readonly early?: string; readonly restored?: number; readonly weightsOf?: number }
}

export interface ResumeCalls {
  /** The newest first. None where the browser gives the page no storage for them. */
  resumableRuns(): readonly ResumableRun[]
  /**
   * Brings a run back, under an id, with its data from the worker or from the browser's storage. `train` then goes on with it.
   *
   * Refused with `badInput` when the checkpoint can't be read, its data are not there, or another tab is at work on the run.
   */
  openRun(request: { readonly run: number; readonly runId: number }): OpenedRun
  /** Deletes checkpoints for good, but those of runs that somebody is at work on. The runs stay in the list of runs. */
  deleteCheckpoints(request: { readonly runs: readonly number[] }): void
}
