/**
 * The receiver operating characteristic of a class against the rest: which share of its images is found, and which share of the others is
 * taken for it too, when an image is taken for the class from a probability on. As scikit-learn's `roc_curve` without
 * `drop_intermediate`, and `roc_auc_score`.
 */
import { runningSums, type Tally } from './tally'

export interface RocCurve {
  /** Of the images of other classes, the share taken for it. Rising from 0 to 1. */
  readonly falsePositiveRates: Float64Array
  /** Of the images of the class, the share taken for it. Rising from 0 to 1. */
  readonly truePositiveRates: Float64Array
  /** From which probability on, falling: of each point but the first, at which no image is taken for it. */
  readonly thresholds: Float64Array
}

/** A point for each probability that occurs; `null` where no image is of the class, or all are. */
export function rocCurve(tally: Tally): RocCurve | null {
  const [found, wrong] = [runningSums(tally.positives), runningSums(tally.negatives)]
  const [own, others] = [found.at(-1) ?? 0, wrong.at(-1) ?? 0]
  if (own === 0 || others === 0) return null
  return {
    falsePositiveRates: Float64Array.from([0, ...wrong.map((count) => count / others)]),
    truePositiveRates: Float64Array.from([0, ...found.map((count) => count / own)]),
    thresholds: tally.scores,
  }
}

/**
 * Of all its points, by trapezoids: the probability that an image of the class has a higher score than one of another, equal scores
 * counted as half.
 */
export function areaUnderRoc({ falsePositiveRates: along, truePositiveRates: up }: RocCurve): number {
  let area = 0
  for (let at = 1; at < along.length; at++) area += ((along[at]! - along[at - 1]!) * (up[at]! + up[at - 1]!)) / 2
  return area
}

/** The curve at false positive rates that rise: straight between its points and, where it rises upright, its upper end. */
export function sampleRoc(
  { falsePositiveRates: along, truePositiveRates: up }: RocCurve,
  rates: readonly number[],
): readonly number[] {
  let at = 0
  return rates.map((rate) => {
    while (at + 1 < along.length && along[at + 1]! <= rate) at++
    if (at + 1 === along.length) return up[at]!
    const part = (rate - along[at]!) / (along[at + 1]! - along[at]!)
    return up[at]! + part * (up[at + 1]! - up[at]!)
  })
}
