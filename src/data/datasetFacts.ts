/** What the page may ask of a dataset and is told of it: types only. */
import type { Split } from '../model/split'

/** Which images, in which order. All that it names must be met. */
export interface ImageSelection {
  readonly classIndex?: number
  /** Without it, images that were taken out show only when `images` names them. */
  readonly split?: Split | 'excluded'
  /** A part of the path or of the label, capitals or not. */
  readonly text?: string
  /** Only these, such as those of a finding; in this order unless `sort` says another. */
  readonly images?: readonly number[]
  /** `file` is the order of the files; `path` counts numbers as such; `brightness` from dark to light; `random` shuffles, always alike. */
  readonly sort?: 'file' | 'path' | 'class' | 'brightness' | 'random'
  readonly descending?: boolean
}

/** Of all images that are in a split. */
export interface DatasetStatistics {
  /** For each channel, how many pixels have each of the 256 values. */
  readonly histogram: readonly (readonly number[])[]
  /** Of the train split, for each channel, from 0 to 255; NaN when it is empty. */
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
  readonly kind: 'leak' | 'conflict' | 'duplicate' | 'empty' | 'missingClass' | 'imbalance'
  readonly severity: 'warning' | 'info'
  /** What, how many and why it matters, in a sentence or two. */
  readonly message: string
  /** The images concerned, those that are alike side by side; at most 10,000 of them. */
  readonly images: readonly number[]
  /** What one press can do: take these images out, or weigh the classes. */
  readonly remedy?: { readonly kind: 'exclude'; readonly images: readonly number[] } | { readonly kind: 'classWeights' }
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
