/** What the page asks for when a model or a plan leaves, and what it gets: types only. */
import type { Plan, Written } from '../../interop/target'
import type { DataChoices } from '../../model/dataChoices'

export interface ExportRequest {
  /** The engine's id of the model. */
  readonly model: number
  /** The id of a target that takes models. */
  readonly target: string
  /** The names of its choices that are on. */
  readonly chosen: readonly string[]
  /** The data at hand, whose images the files are checked on where they are of the model's shape. */
  readonly data?: DataChoices
}

/** How the files did: they were written, read again, and run by the target's own runtime. Differences are of probabilities, the largest of all. */
export interface ExportCheck {
  readonly images: number
  /** Where the images are from: a split of the data at hand, or made of random bytes. */
  readonly of: 'train' | 'validation' | 'test' | 'random'
  /** The largest difference that rounding makes in nets of usual depth: a larger one is told. */
  readonly usual: number
  /** The largest difference that is let through. */
  readonly limit: number
  /** By Strata's own reader; absent where it has none for the format. */
  readonly readAgain?: number
  /** By the runtime that the files are for; absent where none runs in a browser. */
  readonly run?: { readonly by: string; readonly difference: number }
  /** Why the runtime could not be started here: one sentence. */
  readonly notRun?: string
}

export interface ExportedModel extends Written {
  readonly check: ExportCheck
}

export interface ExportCalls {
  /**
   * Writes a model for a target, and checks the files before it hands them out. Refused with `badModel` when they lead to other predictions
   * than the model, and with `badInput` when the target can't take it.
   */
  exportModel(request: ExportRequest): ExportedModel
  /** Writes layers and their recipe for a target that takes plans. Refused with `badInput` when it can't take them. */
  exportPlan(request: { readonly plan: Plan; readonly target: string; readonly chosen: readonly string[] }): Written
}
