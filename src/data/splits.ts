/** Which images train, validate and test: as the files say, or drawn at random, seeded and stratified. */
import { createRandom, STREAMS } from '../model/random'
import { SPLITS, type Split } from './dataset'

const TRAIN = SPLITS.indexOf('train')
const VALIDATION = SPLITS.indexOf('validation')
const TEST = SPLITS.indexOf('test')

/** The images of each split, in ascending order. */
export interface SplitImages extends Readonly<Record<Split, Uint32Array<ArrayBuffer>>> {
  /** Whether the validation images were drawn from the train split. */
  readonly drawn: boolean
}

/**
 * The splits to train with. A validation split that the files give wins; else `share` (0 to 1) of the train split becomes validation,
 * drawn by `seed` so that every class gives its part (see `drawShare`). `labels` and `splits` as in Dataset.
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

/** Ludwig's shares for a table without splits: 70 % train, 10 % validation, 20 % test, of every class. Values as in Dataset.splits. */
export function drawSplits(labels: Uint16Array, seed: number): Uint8Array<ArrayBuffer> {
  const splits = new Uint8Array(labels.length).fill(TRAIN)
  const all = Uint32Array.from(labels.keys())
  const [rest, test] = drawShare(labels, all, 0.2, seed)
  const [, validation] = drawShare(labels, rest, 0.1 / 0.8, seed)
  for (const image of test) splits[image] = TEST
  for (const image of validation) splits[image] = VALIDATION
  return splits
}

/**
 * Parts `images` in two, `[rest, taken]`, both ascending. Of a class with n images, share x n are taken, rounded down or up so that
 * the total is the share of all, rounded (largest remainders first; of equal ones the lower class); one of each class always stays.
 */
function drawShare(
  labels: Uint16Array,
  images: Uint32Array<ArrayBuffer>,
  share: number,
  seed: number,
): [rest: Uint32Array<ArrayBuffer>, taken: Uint32Array<ArrayBuffer>] {
  const byClass = new Map<number, number[]>()
  for (const image of images) {
    const members = byClass.get(labels[image]!)
    if (members === undefined) byClass.set(labels[image]!, [image])
    else members.push(image)
  }
  const quotas = [...byClass]
    .toSorted(([a], [b]) => a - b)
    .map(([label, members]) => ({ label, members, exact: members.length * share }))
  let missing = Math.round(images.length * share)
  for (const { exact } of quotas) missing -= Math.floor(exact)
  const extra = new Set(
    quotas
      .toSorted((a, b) => (b.exact % 1) - (a.exact % 1))
      .slice(0, missing)
      .map(({ label }) => label),
  )

  const isTaken = new Set<number>()
  for (const { label, members, exact } of quotas) {
    const count = Math.min(Math.floor(exact) + (extra.has(label) ? 1 : 0), members.length - 1)
    // A stream for each class, so that a change in one class leaves the draw of the others as it was.
    const shuffled = createRandom(STREAMS.split, seed, label).shuffle([...members])
    for (const image of shuffled.slice(0, count)) isTaken.add(image)
  }
  return [images.filter((image) => !isTaken.has(image)), images.filter((image) => isTaken.has(image))]
}
