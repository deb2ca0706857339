/** A dataset as a person's choices make it: a view that shares pixels and paths with the one that was read. */
import { counted, quoted } from '../../common/text'
import type { DataChoices, MergedClass, RandomSplits } from '../../model/dataChoices'
import { EXCLUDED, type Dataset } from '../dataset'
import { drawSplits } from '../splits'

/** Says in one sentence why the choices can't be made for this dataset. `undefined` when they can. */
export function whyNotApply({ count, classes }: Dataset, choices: Omit<DataChoices, 'dataset'>): string | undefined {
  const { splitting, excluded, relabelled, merged } = choices
  const missing = [...excluded, ...relabelled.map(({ image }) => image)].find(
    (image) => !Number.isInteger(image) || image < 0 || image >= count,
  )
  if (missing !== undefined) {
    return `The choices speak of image ${missing + 1}, and the data have ${counted(count, 'images')}: load the data that go with them.`
  }
  const named = [...relabelled.map(({ label }) => label), ...merged.flatMap(({ from, to }) => [from, to])]
  const unknown = named.find((label) => !classes.includes(label))
  if (unknown !== undefined) return `${quoted(unknown)} is not a class of these data: choose one of their classes.`
  const parts = new Set(merged.map(({ from }) => from))
  if (parts.size < merged.length || merged.some(({ to }) => parts.has(to))) {
    return 'The choices merge a class with itself, or twice: undo them, and merge the classes again.'
  }
  if (merged.length > 0 && merged.length > classes.length - 2) {
    return 'Merged like that, the data have one class, and a classifier needs at least two: keep some apart.'
  }
  return splitting.kind === 'random' ? findShareProblem(splitting) : undefined
}

function findShareProblem({ train, validation, test, seed }: RandomSplits): string | undefined {
  const shares = [train, validation, test]
  if (!shares.every((share) => share >= 0 && share <= 1) || Math.abs(train + validation + test - 1) > 1e-6) {
    return 'The shares of train, validation and test must be from 0 to 100 % and add up to 100 %.'
  }
  if (train === 0) return 'Train has no share, so there would be nothing to learn from: give it some.'
  return Number.isInteger(seed) ? undefined : 'The seed of the splits must be a whole number.'
}

/** For each class as it was read, the index among those that are left when some are merged; and the names of these. */
export function mergeClasses(
  classes: readonly string[],
  merged: readonly MergedClass[],
): { readonly classes: readonly string[]; readonly places: readonly number[] } {
  const into = new Map(merged.map(({ from, to }) => [from, to]))
  const left = classes.filter((name) => !into.has(name))
  return { classes: left, places: classes.map((name) => left.indexOf(into.get(name) ?? name)) }
}

/**
 * The dataset with merged classes, drawn splits and corrected labels, and without the excluded images. The same object when nothing was chosen. Splits
 * are drawn from all images by the labels that were read, so taking an image out, correcting it or merging classes moves no other from
 * split to split.
 *
 * @param choices such that `whyNotApply` has nothing against them
 */
export function applyChoices(
  dataset: Dataset,
  { splitting, excluded, relabelled, merged }: Omit<DataChoices, 'dataset'>,
): Dataset {
  const isRelabelled = relabelled.length > 0 || merged.length > 0
  if (splitting.kind === 'asRead' && excluded.length === 0 && !isRelabelled) return dataset
  const splits =
    splitting.kind === 'random' ? drawSplits(dataset.labels, splitting.seed, splitting) : dataset.splits.slice()
  for (const image of excluded) splits[image] = EXCLUDED
  if (!isRelabelled) return { ...dataset, splits }
  const labels = dataset.labels.slice()
  for (const { image, label } of relabelled) labels[image] = dataset.classes.indexOf(label)
  if (merged.length === 0) return { ...dataset, splits, labels }
  const { classes, places } = mergeClasses(dataset.classes, merged)
  return { ...dataset, classes, merged, splits, labels: labels.map((label) => places[label]!) }
}
