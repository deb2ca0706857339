/** The page's questions about a dataset, and the answers: types only. */
import type { MergedClass } from '../model/dataChoices'
import type { Split } from '../model/split'

/** Which images, in which order. All that it names must be met. */
export interface ImageSelection {
  readonly classIndex?: number
  /** Without it, images that were taken out show only when `images` names them. */
  readonly split?: Split | 'excluded'
  /** A part of the path or of the label, capitals or not. */
  readonly text?: string
  /** Only these images, such as those of a finding. They come in this order unless `sort` says another. */
  readonly images?: readonly number[]
  /**
   * - `file`: the order of the files.
   * - `path`: numbers in a path count as numbers.
   * - `brightness`: from dark to light.
   * - `random`: shuffled, always alike.
   */
  readonly sort?: 'file' | 'path' | 'class' | 'brightness' | 'random'
  readonly descending?: boolean
}

/** Statistics of all images that are in a split. */
export interface DatasetStatistics {
  /** For each channel, how many pixels have each of the 256 values. */
  readonly histogram: readonly (readonly number[])[]
  /** The train split's mean for each channel, from 0 to 255. NaN when the split is empty. */
  readonly mean: readonly number[]
  /** Population deviations, as scikit-learn's StandardScaler and Keras's Normalization reckon them. */
  readonly deviation: readonly number[]
  /** The mean image of each class, in class order: RGBA, `classes` x `height` x `width` x 4 bytes; clear for a class without images. */
  readonly meanImages: Uint8ClampedArray<ArrayBuffer>
  readonly width: number
  readonly height: number
}

/** Something that a careful colleague would point out. */
export interface Finding {
  readonly kind:
    | 'leak'
    | 'repeatedSplit'
    | 'conflict'
    | 'duplicate'
    | 'empty'
    | 'missingClass'
    | 'singleImage'
    | 'alikeNames'
    | 'imbalance'
    | 'narrow'
  readonly severity: 'warning' | 'info'
  /** What, how many and why it matters, in a sentence or two. */
  readonly message: string
  /** The images concerned, at most 10,000. Images that are alike stand side by side. */
  readonly images: readonly number[]
  /** The remedy of one press: take these images out, merge classes, weigh them, or standardise the values. */
  readonly remedy?:
    | { readonly kind: 'exclude'; readonly images: readonly number[] }
    | { readonly kind: 'merge'; readonly merged: readonly MergedClass[] }
    | { readonly kind: 'classWeights' }
    | { readonly kind: 'standardise' }
}

/** A dataset that the browser keeps. */
export interface StoredDataset {
  readonly key: string
  readonly name: string
  readonly images: number
  readonly classes: number
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** Why it can only be deleted, in one sentence. */
  readonly problem?: string
}
