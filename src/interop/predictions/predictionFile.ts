/** What the writers of predictions are given: the images of one split, what they are and what a model takes them for. */
import type { Evaluation } from '../../model/metrics/evaluation'
import type { Predictions } from '../../model/metrics/predictions'
import type { Split } from '../../model/split'

export interface PredictedSplit {
  readonly split: Split
  readonly predictions: Predictions
  /** Of all images of the data: the index of each one's class, and its path. */
  readonly labels: Uint16Array
  readonly paths: readonly string[]
  /** Those of the split, in the order of the data. */
  readonly images: Uint32Array
  /** The model's loss on them, and what else a test has: another pass over them. */
  evaluate(): Promise<Evaluation>
}

/** A file that tells what a model makes of images. */
export interface PredictionFile {
  readonly id: string
  readonly name: string
  write(of: PredictedSplit): string | Promise<string>
}
