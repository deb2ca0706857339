/** What the page may know of a dataset: counts and names, no pixels. */
import { SPLITS } from '../../data/dataset'
import type { ImportResult } from '../../data/importFiles'
import type { DatasetSummary } from '../protocol'

export function summariseDataset(
  { dataset, problems, problemCount, notes }: ImportResult,
  seconds: number,
): DatasetSummary {
  const { name, width, height, channels, classes, count, labels, splits, pixels } = dataset
  const perClass = Object.fromEntries(SPLITS.map((split) => [split, new Array<number>(classes.length).fill(0)])) as {
    [Name in (typeof SPLITS)[number]]: number[]
  }
  for (let i = 0; i < count; i++) perClass[SPLITS[splits[i]!]!][labels[i]!]!++
  return {
    name,
    images: count,
    width,
    height,
    channels,
    classes,
    perClass,
    bytes: pixels.byteLength,
    seconds,
    problems,
    problemCount,
    notes,
  }
}
