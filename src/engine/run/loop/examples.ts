/** What the run loop must know of the dataset: the true class of each row, the classes' names, and which rows are for what. */
import type { Dataset } from '../../../data/dataset'
import { splitTrain } from '../../../data/splits'

export interface Examples {
  /** For each row of the dataset, the index of its class. */
  readonly labels: Uint16Array
  readonly classes: readonly string[]
  readonly train: Uint32Array
  readonly validation: Uint32Array
  readonly test: Uint32Array
}

/** A dataset's, with the recipe's share of the training images set aside for validation. */
export function examplesOf({ labels, splits, classes }: Dataset, validationSplit: number, seed: number): Examples {
  const { train, validation, test } = splitTrain(labels, splits, validationSplit, seed)
  return { labels, classes, train, validation, test }
}
