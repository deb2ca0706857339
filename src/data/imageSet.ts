/**
 * An image set: images of one size in one block, and what the files say of each. Every reader makes one of its files. Sets are put
 * together to a Dataset.
 */
import type { ImageSize } from './imageSize'

export interface ImageSet {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes, as in Dataset. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** For each image, its class as written. */
  readonly labels: readonly string[]
  /** For each image, the index of its split in `SPLITS`, or UNSAID. */
  readonly splits: Uint8Array<ArrayBuffer>
  /** The source of the splits. A name says little when it says the same of all. */
  readonly splitsFrom: 'column' | 'names'
  /** For each image, where it is: its path, or its file and row. */
  readonly paths: readonly string[]
  /** The sizes that the images had in their files, when not all had the set's. */
  readonly sizes?: SourceSizes
  /** How many images of a grey set had colours in their files. */
  readonly greyed?: number
}

/** In `ImageSet.splits`: the files do not say. */
export const UNSAID = 254

export interface SourceSizes {
  readonly smallest: ImageSize
  readonly largest: ImageSize
  /** How many images were brought to the set's size from another. */
  readonly fitted: number
}
