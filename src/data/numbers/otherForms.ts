/** Finds images that came a second time in another size or colour, as Kaggle's HAM10000 has them: photographs, and four tables of their pixels. */
import type { ImageSet } from '../imageSet'

/** Sets with fewer images agree by chance. */
const FEWEST = 8

/**
 * For each set, the one that holds the same images in a better form: the first of the files, else that of the most values. Undefined
 * where there is none. Two sets are of the same images when they have as many of each class and of each split, whatever the classes are
 * called, and differ in size or colour.
 */
export function findOtherForms(sets: readonly ImageSet[], areFiles: readonly boolean[]): (number | undefined)[] {
  const keys = sets.map(({ labels, splits }) => JSON.stringify([countsOf(labels).toSorted(byNumber), countsOf(splits)]))
  const valuesOf = ({ width, height, channels }: ImageSet): number => width * height * channels
  return sets.map((set, i) => {
    if (areFiles[i] === true || set.labels.length < FEWEST) return undefined
    const alike = [...sets.keys()].filter((k) => keys[k] === keys[i])
    const best = alike.toSorted(
      (a, b) => Number(areFiles[b]) - Number(areFiles[a]) || valuesOf(sets[b]!) - valuesOf(sets[a]!),
    )[0]!
    if (best === i) return undefined
    // Two parts of the same set have one size, and may be of as many.
    const isAnother = areFiles[best] === true || valuesOf(sets[best]!) !== valuesOf(set)
    return isAnother ? best : undefined
  })
}

function countsOf(values: Iterable<string | number>): number[] {
  const counts = new Map<string | number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([a], [b]) => byText(String(a), String(b))).map(([, count]) => count)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byNumber = (a: number, b: number): number => a - b
