/** What the page may know of a model: types only. Weights stay in the worker, but for files that are saved. */
import type { WrittenFile } from '../../files/writtenFile'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Recipe } from '../../model/training/recipe'

/** What a trained or opened model is, as far as the page must know. */
export interface ModelSummary {
  /** The engine's id of the model. Several models can exist. */
  readonly id: number
  readonly stack: Stack
  readonly recipe?: Recipe
  readonly classes: readonly string[]
  /** The images and classes that it is for. */
  readonly data: DataShape
  readonly parameters: number
}

export interface WrittenStatistics {
  readonly file: WrittenFile
  readonly epochs: number
}

/** A model, and data that it is for. */
export interface OfModel {
  readonly model: number
  readonly data: DataChoices
}

/** What a model and data are known by: SHA-256 in hexadecimal digits, equal where they are, bit by bit. */
export interface ModelIdentity {
  readonly weights: string
  /** Of pixels, labels and splits, as the choices make them. Absent where no data were named. */
  readonly data?: string
  /** The number of the run that the model comes from; absent where it comes from none, or that is not kept. */
  readonly run?: number
}

/** Each is refused with `badInput` when the engine has no such model, or let it go. */
export interface ModelCalls {
  /** Tests a model on the test split of the data. */
  evaluate(request: OfModel): Evaluation
  /** What the model's run came to after each epoch, as Ludwig writes it. Refused with `badInput` where the run is not known, or no epoch ended. */
  writeTrainingStatistics(request: { readonly model: number }): WrittenStatistics
  identify(request: { readonly model: number; readonly data?: DataChoices }): ModelIdentity
}
