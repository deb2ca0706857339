/**
 * What a person decides about the images, and its edits: part of the document, undone and redone with everything else. An edit keeps its
 * list ascending, and one that changes nothing gives the same list back.
 */

/** Shares of the images, of every class alike; they add up to 1. */
export interface RandomSplits {
  readonly kind: 'random'
  readonly train: number
  readonly validation: number
  readonly test: number
  readonly seed: number
}

/** `asRead`: as the files say, or as they were drawn when the files were silent. */
export type Splitting = { readonly kind: 'asRead' } | RandomSplits

export interface Relabelled {
  readonly image: number
  /** The name of the class that it has instead. */
  readonly label: string
}

/** A class that is a part of another. Both are named as they were read. */
export interface MergedClass {
  readonly from: string
  readonly to: string
}

export interface DataChoices {
  /** The id of one of the datasets that the engine holds; a drop, or files read in another way, make a new one. 0 is none. */
  readonly dataset: number
  readonly splitting: Splitting
  /** Images that were taken out, ascending. */
  readonly excluded: readonly number[]
  /** Ascending by image. */
  readonly relabelled: readonly Relabelled[]
  /** Ascending by `from`. No class that is merged into another has a third merged into it. */
  readonly merged: readonly MergedClass[]
}

export const NO_DATA: DataChoices = {
  dataset: 0,
  splitting: { kind: 'asRead' },
  excluded: [],
  relabelled: [],
  merged: [],
}

/** A fresh dataset, as it was read. */
export function choicesFor(dataset: number): DataChoices {
  return { ...NO_DATA, dataset }
}

export function isSameChoices(one: DataChoices, other: DataChoices): boolean {
  return (
    one.dataset === other.dataset &&
    isSameSplitting(one.splitting, other.splitting) &&
    isSameList(one.excluded, other.excluded, Object.is) &&
    isSameList(one.relabelled, other.relabelled, isSameLabel) &&
    isSameList(one.merged, other.merged, isSameMerging)
  )
}

export function excludeFrom(excluded: readonly number[], images: readonly number[]): readonly number[] {
  const all = new Set([...excluded, ...images])
  return all.size === excluded.length ? excluded : [...all].toSorted((a, b) => a - b)
}

export function includeIn(excluded: readonly number[], images: readonly number[]): readonly number[] {
  const back = new Set(images)
  const rest = excluded.filter((image) => !back.has(image))
  return rest.length === excluded.length ? excluded : rest
}

export function relabelIn(
  relabelled: readonly Relabelled[],
  images: readonly number[],
  label: string,
): readonly Relabelled[] {
  const corrected = new Set(images)
  const rest = relabelled.filter(({ image }) => !corrected.has(image))
  const edited = [...rest, ...[...corrected].map((image) => ({ image, label }))].toSorted((a, b) => a.image - b.image)
  return isSameList(edited, relabelled, isSameLabel) ? relabelled : edited
}

/** Classes that were merged into one of `added` go with it. */
export function mergeIn(merged: readonly MergedClass[], added: readonly MergedClass[]): readonly MergedClass[] {
  const into = new Map(merged.map(({ from, to }) => [from, to]))
  for (const { from, to } of added) {
    const target = into.get(to) ?? to
    if (target === from) continue
    for (const [other, before] of into) if (before === from) into.set(other, target)
    into.set(from, target)
  }
  const edited = [...into].map(([from, to]) => ({ from, to })).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return isSameList(edited, merged, isSameMerging) ? merged : edited
}

function isSameSplitting(one: Splitting, other: Splitting): boolean {
  if (one.kind === 'asRead' || other.kind === 'asRead') return one.kind === other.kind
  return (['train', 'validation', 'test', 'seed'] as const).every((share) => one[share] === other[share])
}

function isSameLabel(one: Relabelled, other: Relabelled): boolean {
  return one.image === other.image && one.label === other.label
}

function isSameMerging(one: MergedClass, other: MergedClass): boolean {
  return one.from === other.from && one.to === other.to
}

function isSameList<Item>(
  one: readonly Item[],
  other: readonly Item[],
  isSame: (a: Item, b: Item) => boolean,
): boolean {
  return one === other || (one.length === other.length && one.every((item, at) => isSame(item, other[at]!)))
}
