/** What the page may know of a dataset: counts and names, no pixels. */
import type { DatasetSummary } from '../protocol/data'
import { SPLITS, type Split } from '../../model/split'
import { EXCLUDED } from '../../data/dataset'
import { mergeClasses } from '../../data/look/applyChoices'
import type { ChosenData } from './heldDataset'

export function summariseDataset({ held, choices, view }: ChosenData): DatasetSummary {
  const { dataset, report, seconds, source } = held
  const { name, width, height, channels, classes, merged, count, labels, splits, pixels } = view
  const perClass = Object.fromEntries(SPLITS.map((split) => [split, classes.map(() => 0)])) as Record<Split, number[]>
  const { places } = mergeClasses(dataset.classes, choices.merged)
  let excluded = 0
  let relabelled = 0
  for (let image = 0; image < count; image++) {
    const split = splits[image]!
    if (split === EXCLUDED) excluded += 1
    else perClass[SPLITS[split]!][labels[image]!]! += 1
    if (labels[image] !== places[dataset.labels[image]!]) relabelled += 1
  }
  const { problemsCsv: _, ...told } = report
  return {
    id: choices.dataset,
    name,
    images: count - excluded,
    excluded,
    relabelled,
    width,
    height,
    channels,
    classes,
    ...(merged && { merged }),
    perClass,
    bytes: pixels.byteLength,
    seconds,
    ...(source ? { settings: source.settings } : {}),
    ...told,
  }
}
