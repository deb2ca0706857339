/** The built-in data: handwriting-like digits made by code, for a person who has no data at hand. */
import { SPLITS } from '../../model/split'
import { createRandom } from '../../model/random'
import { type Dataset } from '../dataset'
import { drawDigit, SIDE } from './drawDigit'

export interface SampleDigitsOptions {
  /** How many images to make for each split. */
  readonly train: number
  readonly test: number
  /** The same seed gives the same bytes; a split does not depend on the other's size. */
  readonly seed: number
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']

/** Images between two pauses, in which a cancelling message can arrive: about 20 ms of work. */
const CHUNK = 500

/**
 * Draws `train` + `test` images of 28 x 28 x 1 bytes, in each split shuffled and with equally many of every digit, or within one.
 *
 * @throws the signal's reason, when it is aborted
 */
export async function makeSampleDigits(options: SampleDigitsOptions): Promise<Dataset> {
  const { train, test, seed, signal, onProgress } = options
  const count = train + test
  const pixels = new Uint8Array(count * SIDE * SIDE)
  const labels = new Uint16Array(count)
  const splits = new Uint8Array(count)
  const paths: string[] = []

  for (const [split, first, size] of [
    ['train', 0, train],
    ['test', train, test],
  ] as const) {
    const splitIndex = SPLITS.indexOf(split)
    const random = createRandom(seed, splitIndex)
    const drawn = random.shuffle(Uint16Array.from({ length: size }, (_, i) => i % CLASSES.length))
    labels.set(drawn, first)
    splits.fill(splitIndex, first, first + size)
    for (const [i, digit] of drawn.entries()) {
      const at = first + i
      if (at % CHUNK === 0) {
        onProgress?.(at, count)
        await new Promise((resolve) => setTimeout(resolve))
        signal?.throwIfAborted()
      }
      drawDigit(digit, random, pixels.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE))
      paths.push(`${split}/${CLASSES[digit]}/${i}`)
    }
  }
  onProgress?.(count, count)
  return {
    name: 'Sample digits',
    width: SIDE,
    height: SIDE,
    channels: 1,
    count,
    pixels,
    classes: CLASSES,
    labels,
    splits,
    paths,
  }
}
