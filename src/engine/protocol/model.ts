/** What the page may know of a model: types only. Weights stay in the worker, but for files that are saved. */
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Recipe } from '../../model/training/recipe'

/** What a trained or opened model is, as far as the page must know. */
export interface ModelSummary {
  readonly stack: Stack
  readonly recipe?: Recipe
  readonly classes: readonly string[]
  /** The images and classes that it is for. */
  readonly data: DataShape
  readonly parameters: number
}

export interface OpenedModel {
  readonly model: ModelSummary
  /** What was left out or changed on the way in, in sentences. */
  readonly notes: readonly string[]
  /** On the test split of the loaded dataset, when that fits the model. */
  readonly test?: Evaluation
}

export interface ModelFiles {
  /** The text of `model.json`. */
  readonly modelJson: string
  /** The bytes of `weights.bin`. */
  readonly weights: ArrayBuffer
}
