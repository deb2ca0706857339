/** What the page may know of a model: types only. Weights stay in the worker, but for files that are saved. */
import type { WrittenFile } from '../../files/writtenFile'
import type { DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import type { DataChoices } from '../../model/dataChoices'
import type { Evaluation } from '../../model/metrics/evaluation'
import type { PredictionQuery } from '../../model/metrics/predictions'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { Split } from '../../model/split'
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

export interface ExportedModel {
  /** `model.json` and `weights.bin`. */
  readonly files: readonly WrittenFile[]
  /** Sentences on what plain TensorFlow.js computes otherwise, so that the model predicts otherwise there. */
  readonly differences: readonly string[]
  /** Sentences on what the files have otherwise than the model, with the same predictions. */
  readonly notes: readonly string[]
}

/** A model, and data that it is for. */
export interface OfModel {
  readonly model: number
  readonly data: DataChoices
}

/** What a model makes of an image. */
export interface PredictedImage {
  readonly image: number
  /** The index of the class that it takes it for. */
  readonly predicted: number
  /** Of all classes, in their order. */
  readonly probabilities: readonly number[]
}

/** Each is refused with `badInput` when the engine has no such model, or let it go. */
export interface ModelCalls {
  /** Tests a model on the test split of the data. */
  evaluate(request: OfModel): Evaluation
  /**
   * The images of a split that a query means, in its order. The validation split is that of the model's recipe where the data have none. The
   * model looks at all images once; later questions are answered from that.
   */
  findPredicted(request: OfModel & { readonly split: Split; readonly query: PredictionQuery }): {
    readonly images: Uint32Array<ArrayBuffer>
  }
  /** All figures and curves of a split, which is that of `findPredicted`. The model looks at all images first where it has not yet. */
  studySplit(request: OfModel & { readonly split: Split }): SplitStudy
  /** What the model makes of these images, in their order. It looks at all images first where it has not yet. */
  predictedImages(request: OfModel & { readonly images: readonly number[] }): readonly PredictedImage[]
  /** The model as TensorFlow.js opens it. */
  exportModel(request: { readonly model: number }): ExportedModel
}
