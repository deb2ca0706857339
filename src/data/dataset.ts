/**
 * A dataset: one block of bytes, and what is known about each image in it. Every reader of files ends in one.
 *
 * Pixels stay bytes (0-255) in one copy, image after image, row after row, channel last. They become numbers only on the device that
 * trains. A dataset lives in the worker. The page sees its summary and thumbnails.
 */
import type { MergedClass } from '../model/dataChoices'

/** In `Dataset.splits`: an image that a person took out. It is in no split. */
export const EXCLUDED = 255

export interface Dataset {
  /** The person's name for it: the names of its files, or `Sample digits`. */
  readonly name: string
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** The classes' names as written in the files, in class order: numeric when all are numbers, else alphabetical. */
  readonly classes: readonly string[]
  /** Classes that a person made parts of others. Absent where there are none. */
  readonly merged?: readonly MergedClass[]
  /** For each image, the index of its class. */
  readonly labels: Uint16Array<ArrayBuffer>
  /** For each image, the index of its split in `SPLITS`, or EXCLUDED. */
  readonly splits: Uint8Array<ArrayBuffer>
  /** For each image, the path that it had in the files. */
  readonly paths: readonly string[]
}

/** Progress of a long piece of work. `total` is 0 while it is not known yet. */
export interface ImportProgress {
  readonly phase: 'downloading' | 'reading' | 'decoding' | 'drawing'
  /** Images, or bytes while downloading. */
  readonly done: number
  readonly total: number
}
