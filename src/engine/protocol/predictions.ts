/** What the page asks of what a model makes of images one by one: types only. */
import type { PredictionQuery } from '../../model/metrics/findPredicted'
import type { Predictions } from '../../model/metrics/predictions'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { Split } from '../../model/split'
import type { WrittenFile } from '../../files/writtenFile'
import type { OfModel } from './model'

/** Ludwig's CSV and its statistics, Galaxy's table, scikit-learn's report. */
export type PredictionFileId = 'ludwig' | 'ludwigTest' | 'galaxy' | 'scikitLearn'

/** What a model makes of an image. */
export interface PredictedImage {
  readonly image: number
  /** Its class by name, as the data say: the model need not know it. */
  readonly label: string
  /** The class that the model takes it for: its index among those of the model. */
  readonly predicted: number
  /** Of all classes of the model, in the order of its outputs. */
  readonly probabilities: readonly number[]
  /** The class that an earlier run took it for, where that is asked and still known. */
  readonly before?: string
}

export interface PredictedRun {
  readonly run: number
  readonly title: string
}

export interface WrittenPredictions {
  readonly file: WrittenFile
  /** Which images it tells of, and how many. */
  readonly split: Split
  readonly images: number
}

/** How far the model has come with its look at all images. */
export interface LookProgress {
  readonly type: 'lookProgress'
  /** From 0 to 1. */
  readonly share: number
}

/** A question that names a run by its number. */
export type AskedPredictions =
  | Exclude<PredictionQuery, { readonly before: Predictions }>
  /** Those that an earlier run took for another class. */
  | { readonly kind: 'changed'; readonly run: number }

/**
 * Each is refused with `badInput` when the engine has no such model, or the model is not for the data. The model looks at all images once, at
 * the first question, unless what it made of them is kept with its run: that look gives way to all other work, and is then aborted.
 */
export interface PredictionCalls {
  lookAtImages(request: OfModel): void
  /** The images of a split that a query means, in its order. The validation split is that of the model's recipe where the data have none. */
  findPredicted(request: OfModel & { readonly split: Split; readonly query: AskedPredictions }): {
    readonly images: Uint32Array<ArrayBuffer>
  }
  /** All figures and curves of a split, which is that of `findPredicted`. */
  studySplit(request: OfModel & { readonly split: Split }): SplitStudy
  /** What the model makes of these images, in their order. @param before an earlier run that is asked, too. */
  predictedImages(
    request: OfModel & { readonly images: readonly number[]; readonly before?: number },
  ): readonly PredictedImage[]
  /**
   * What the model makes of the test images as a file, or of the validation images where there are no others. Refused with `badInput` where there
   * are none of either.
   */
  writePredictions(request: OfModel & { readonly file: PredictionFileId }): WrittenPredictions
  /** Other runs whose predictions of these images are kept, the newest first. */
  predictedRuns(request: OfModel): readonly PredictedRun[]
}
