/** Which images train, validate and test: as the files say, or drawn at random, seeded and stratified. */
import { SPLITS, type Split } from '../model/split'
import { createRandom, STREAMS } from '../model/random'
import { stratify } from '../model/stratify'

const TRAIN = SPLITS.indexOf('train')
const VALIDATION = SPLITS.indexOf('validation')
const TEST = SPLITS.indexOf('test')

/** The images of each split, in ascending order. */
export interface SplitImages extends Readonly<Record<Split, Uint32Array<ArrayBuffer>>> {
  /** Whether the validation images were drawn from the train split. */
  readonly drawn: boolean
}

/**
 * The splits to train with. A validation split that the files give wins. Without one, `share` (0 to 1) of the train split becomes
 * validation, drawn by `seed` so that every class gives its part (see `drawShare`). `labels` and `splits` as in Dataset.
 */
export function splitTrain(labels: Uint16Array, splits: Uint8Array, share: number, seed: number): SplitImages {
  const images = (split: number): Uint32Array<ArrayBuffer> => {
    const found: number[] = []
    for (let i = 0; i < splits.length; i++) if (splits[i] === split) found.push(i)
    return Uint32Array.from(found)
  }
  const train = images(TRAIN)
  const validation = images(VALIDATION)
  const test = images(TEST)
  if (validation.length > 0 || share <= 0) return { train, validation, test, drawn: false }
  const [rest, taken] = drawShare(labels, train, share, seed)
  return { train: rest, validation: taken, test, drawn: taken.length > 0 }
}

/** Ludwig's shares for a table without splits. */
const LUDWIG_SHARES = { train: 0.7, validation: 0.1, test: 0.2 }

/** Splits of every class by shares that add up to 1, 70 % train, 10 % validation and 20 % test unless told. Values as in Dataset.splits. */
export function drawSplits(
  labels: Uint16Array,
  seed: number,
  shares: Readonly<Record<Split, number>> = LUDWIG_SHARES,
): Uint8Array<ArrayBuffer> {
  const splits = new Uint8Array(labels.length).fill(TRAIN)
  const all = Uint32Array.from(labels.keys())
  const [rest, test] = drawShare(labels, all, shares.test, seed)
  const [, validation] = drawShare(labels, rest, shares.validation / (shares.train + shares.validation), seed)
  for (const image of test) splits[image] = TEST
  for (const image of validation) splits[image] = VALIDATION
  return splits
}

/** Parts `images` in two, `[rest, taken]`, both ascending: `stratify` says how many of each class are taken. */
function drawShare(
  labels: Uint16Array,
  images: Uint32Array<ArrayBuffer>,
  share: number,
  seed: number,
): [rest: Uint32Array<ArrayBuffer>, taken: Uint32Array<ArrayBuffer>] {
  const byClass: number[][] = []
  for (const image of images) {
    const label = labels[image]!
    while (byClass.length <= label) byClass.push([])
    byClass[label]!.push(image)
  }
  const counts = stratify(
    byClass.map((members) => members.length),
    share,
  )
  const isTaken = new Uint8Array(labels.length)
  for (const [label, members] of byClass.entries()) {
    // A stream for each class, so that a change in one class leaves the draw of the others as it was.
    const shuffled = createRandom(STREAMS.split, seed, label).shuffle(members)
    for (const image of shuffled.slice(0, counts[label])) isTaken[image] = 1
  }
  return [images.filter((image) => isTaken[image] === 0), images.filter((image) => isTaken[image] === 1)]
}
