/** Parts of a run's record, from what the engine holds. */
import type { Dataset } from '../../data/dataset'
import { SPLITS, type Split } from '../../model/split'
import type { TrainedModel } from '../../model/trainedModel'
import type { RunDetails } from '../../runs/record'
import type { KeptWeights } from '../../storage/runHistory'

/** Its shape, its classes and how many images each has, without its digest. */
export function describeDataset({
  name,
  height,
  width,
  channels,
  classes,
  labels,
  splits,
}: Dataset): RunDetails['dataset'] {
  const perClass = Object.fromEntries(SPLITS.map((split) => [split, classes.map(() => 0)])) as Record<Split, number[]>
  for (const [image, split] of splits.entries()) {
    const counts = SPLITS[split] && perClass[SPLITS[split]]
    if (counts) counts[labels[image]!]! += 1
  }
  return { name, height, width, channels, classes, perClass }
}

/** Weights may be parts of a larger block, and the database would keep all of it. */
export function keptWeights({ normalisation, weights }: TrainedModel): KeptWeights {
  return { normalisation, weights: Array.from(weights, ([key, values]) => [key, values.slice()] as const) }
}

/** `Chrome 140`, `Firefox 141`; nothing else of what a browser says of itself. */
export function describeBrowser(userAgent: string): string {
  const [, name, version] = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(userAgent) ?? []
  const edge = /Edg\/(\d+)/.exec(userAgent)
  if (edge) return `Edge ${edge[1]}`
  if (name === undefined || version === undefined) return 'unknown'
  return `${name === 'Version' ? 'Safari' : name} ${version}`
}
