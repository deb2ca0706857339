/**
 * Precision against recall of a class against the rest, when an image is taken for the class from a probability on. As scikit-learn's
 * `precision_recall_curve` and `average_precision_score`.
 */
import { runningSums, type Tally } from './tally'

export interface PrecisionRecallCurve {
  /** Of the images taken for the class, the share that are of it. */
  readonly precisions: Float64Array
  /** Of the images of the class, the share taken for it. Rising to 1. */
  readonly recalls: Float64Array
  /** From which probability on, falling. */
  readonly thresholds: Float64Array
}

/**
 * A point for each probability that occurs; `null` where no image is of the class. scikit-learn has them in rising order of thresholds,
 * and one more, with precision 1 at recall 0, that no threshold gives.
 */
export function precisionRecallCurve(tally: Tally): PrecisionRecallCurve | null {
  const [found, wrong] = [runningSums(tally.positives), runningSums(tally.negatives)]
  const own = found.at(-1) ?? 0
  if (own === 0) return null
  return {
    precisions: found.map((count, at) => count / (count + wrong[at]!)),
    recalls: found.map((count) => count / own),
    thresholds: tally.scores,
  }
}

/** The sum over its points of the rise in recall times the precision there. No straight lines between points: they would flatter. */
export function averagePrecision({ precisions, recalls }: PrecisionRecallCurve): number {
  return precisions.reduce((sum, precision, at) => sum + (recalls[at]! - (recalls[at - 1] ?? 0)) * precision, 0)
}

/** The precision at recalls that rise: that of the first point which reaches them, so that the area below is the average precision. */
export function samplePrecision(
  { precisions, recalls }: PrecisionRecallCurve,
  wanted: readonly number[],
): readonly number[] {
  let at = 0
  return wanted.map((recall) => {
    while (at + 1 < recalls.length && recalls[at]! < recall) at++
    return precisions[at]!
  })
}
