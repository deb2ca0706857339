/** What every reader makes of its files: images of one size in one block, and what the files say of each. Sets are put together to a Dataset. */
export interface ImageSet {
  /** The names of its files, as the person would say them. */
  readonly name: string
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes, as in Dataset. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** For each image, its class as written. */
  readonly labels: readonly string[]
  /** For each image, the index of its split in `SPLITS`; undefined when the files do not say. */
  readonly splits: Uint8Array<ArrayBuffer> | undefined
  /** For each image, where it is: its path, or its file and row. */
  readonly paths: readonly string[]
  /** What sizes the images had in their files, when they were not all of the set's. */
  readonly sizes?: SourceSizes
}

export interface SourceSizes {
  readonly smallest: { readonly width: number; readonly height: number }
  readonly largest: { readonly width: number; readonly height: number }
  /** How many images were brought to the set's size from another. */
  readonly fitted: number
}
