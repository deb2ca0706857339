/** Finds which file of labels belongs to which file of images, by names, places and counts. */
import type { NameParts } from '../labels/fileNames'

export interface Pairable {
  readonly name: NameParts
  /** The archive and the folder that it is in. */
  readonly place: string
  /** How many images or labels, as far as that is known before reading. */
  readonly count: number | undefined
}

/**
 * For each file of images the place of its labels in `labels`, or undefined. No labels are used twice. Files are paired in this order:
 *
 * 1. by name, as `X_train` and `y_train` are;
 * 2. by split, where only one of each is left;
 * 3. the only two that are left, whatever they are called.
 *
 * Files whose counts or splits are known and differ never belong together.
 */
export function pairFiles(images: readonly Pairable[], labels: readonly Pairable[]): (number | undefined)[] {
  const pairs = new Array<number | undefined>(images.length).fill(undefined)
  const taken = new Set<number>()
  const couldBe = (a: Pairable, b: Pairable): boolean =>
    (a.count === undefined || b.count === undefined || a.count === b.count) &&
    (a.name.split === undefined || b.name.split === undefined || a.name.split === b.name.split)
  const free = (i: number): number[] =>
    labels.flatMap((label, k) => (!taken.has(k) && couldBe(images[i]!, label) ? [k] : []))
  const pair = (i: number, k: number): void => {
    pairs[i] = k
    taken.add(k)
  }

  const alike: ((a: Pairable, b: Pairable) => boolean)[] = [
    (a, b) => a.place === b.place && a.name.split === b.name.split && a.name.rest === b.name.rest,
    (a, b) => a.name.split === b.name.split && a.name.rest === b.name.rest,
  ]
  for (const areAlike of alike) {
    for (const [i, image] of images.entries()) {
      if (pairs[i] !== undefined) continue
      const label = free(i).find((k) => areAlike(image, labels[k]!))
      if (label !== undefined) pair(i, label)
    }
  }
  const mostlyAlike: ((a: Pairable, b: Pairable) => boolean)[] = [
    (a, b) => a.place === b.place && a.name.split === b.name.split,
    (a, b) => a.name.split === b.name.split,
    () => true,
  ]
  for (const areAlike of mostlyAlike) {
    for (const [i, image] of images.entries()) {
      if (pairs[i] !== undefined) continue
      const [label, ...others] = free(i).filter((k) => areAlike(image, labels[k]!))
      if (label === undefined || others.length > 0) continue
      const rivals = images.filter(
        (rival, j) => pairs[j] === undefined && areAlike(rival, labels[label]!) && couldBe(rival, labels[label]!),
      )
      if (rivals.length === 1) pair(i, label)
    }
  }
  return pairs
}
