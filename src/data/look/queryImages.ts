/** Which images of a dataset match what a person looks for, and in which order. */
import { SPLITS } from '../../model/split'
import { createRandom } from '../../model/random'
import { EXCLUDED, type Dataset } from '../dataset'
import type { ImageSelection } from '../datasetFacts'

/** Finds the images that a selection means, in its order. */
export type FindImages = (dataset: Dataset, selection: ImageSelection) => Uint32Array

/**
 * Remembers the orders of the last dataset, and the last answer: a person who scrolls asks for the same many times a second. A view with
 * the same pixels keeps the orders that do not hang on labels.
 */
export function createImageFinder(): FindImages {
  let ordered: { readonly pixels: Dataset['pixels']; readonly orders: Map<string, Uint32Array> } | undefined
  let last: { readonly dataset: Dataset; readonly question: string; readonly found: Uint32Array } | undefined

  const orderOf = (dataset: Dataset, sort: NonNullable<ImageSelection['sort']>): Uint32Array => {
    if (sort === 'class') return orderByNumber(dataset.labels)
    if (ordered?.pixels !== dataset.pixels) ordered = { pixels: dataset.pixels, orders: new Map() }
    let order = ordered.orders.get(sort)
    if (order === undefined) ordered.orders.set(sort, (order = computeOrder(dataset, sort)))
    return order
  }

  return (dataset, selection) => {
    const { classIndex, split, text, images, sort, descending } = selection
    const question = JSON.stringify([classIndex, split, text, images, sort, descending])
    if (last?.dataset === dataset && last.question === question) return last.found
    const candidates =
      images !== undefined && sort === undefined
        ? Uint32Array.from(images.filter((image) => image >= 0 && image < dataset.count))
        : orderOf(dataset, sort ?? 'file')
    const found = candidates.filter(createFilter(dataset, selection))
    if (descending) found.reverse()
    last = { dataset, question, found }
    return found
  }
}

function createFilter(dataset: Dataset, selection: ImageSelection): (image: number) => boolean {
  const { labels, splits, paths, classes } = dataset
  const { classIndex, split, images } = selection
  const text = selection.text?.trim().toLowerCase() ?? ''
  const wantedSplit = split === 'excluded' ? EXCLUDED : split === undefined ? undefined : SPLITS.indexOf(split)
  const named = images && new Set(images)
  const classMatches = classes.map((name) => name.toLowerCase().includes(text))
  return (image) =>
    (wantedSplit === undefined ? named !== undefined || splits[image] !== EXCLUDED : splits[image] === wantedSplit) &&
    (classIndex === undefined || labels[image] === classIndex) &&
    (named === undefined || named.has(image)) &&
    (classMatches[labels[image]!]! || paths[image]!.toLowerCase().includes(text))
}

function computeOrder(dataset: Dataset, sort: 'file' | 'path' | 'brightness' | 'random'): Uint32Array {
  const { count, paths } = dataset
  switch (sort) {
    case 'file':
      return Uint32Array.from({ length: count }, (_, image) => image)
    case 'random':
      return createRandom(0).shuffle(Uint32Array.from({ length: count }, (_, image) => image))
    case 'brightness':
      return orderByNumber(sumPixels(dataset))
    case 'path': {
      const keys = paths.map(naturalKey)
      return Uint32Array.from(keys.keys()).toSorted((a, b) =>
        keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b,
      )
    }
  }
}

/**
 * Places in ascending order of their whole numbers, and of equal ones the earlier place first. The numbers times their count must be
 * below 2^53.
 */
function orderByNumber(numbers: Float64Array | Uint16Array): Uint32Array {
  const count = numbers.length
  const keys = Float64Array.from(numbers, (number, place) => number * count + place).toSorted()
  return Uint32Array.from(keys, (key) => key % count)
}

function sumPixels({ count, width, height, channels, pixels }: Dataset): Float64Array {
  const size = width * height * channels
  const sums = new Float64Array(count)
  for (let image = 0, at = 0; image < count; image++) {
    let sum = 0
    for (const end = at + size; at < end; at++) sum += pixels[at]!
    sums[image] = sum
  }
  return sums
}

/** Orders `2.png` before `10.png` when compared by code unit: before each number stands how many digits it has. */
function naturalKey(path: string): string {
  return path.toLowerCase().replace(/\d+/g, (digits) => {
    const significant = digits.replace(/^0+(?=\d)/, '')
    return String.fromCharCode(0x30 + Math.min(significant.length, 9)) + significant
  })
}
