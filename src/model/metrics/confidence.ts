/** How sure a model is of what it tells rightly and wrongly, and what it reaches where it may abstain. */
import { reportOf } from './classification'
import { isRight, type Judged } from './judged'

export interface ConfidenceBin {
  readonly from: number
  readonly to: number
  readonly right: number
  readonly wrong: number
}

const BINS = 20

/**
 * Images by confidence, in 20 bins as wide. A bin holds confidences from its lower end to below its upper end, the last one 1 as well: so
 * the query `confidence` of predictions finds the images of a bin.
 */
export function confidenceHistogram(judged: Judged): readonly ConfidenceBin[] {
  const [right, wrong] = [new Uint32Array(BINS), new Uint32Array(BINS)]
  judged.confidences.forEach((confidence, at) => {
    let bin = Math.max(0, Math.min(BINS - 1, Math.floor(confidence * BINS)))
    // A product may be rounded over an edge.
    if (confidence < bin / BINS) bin--
    else if (bin < BINS - 1 && confidence >= (bin + 1) / BINS) bin++
    ;(isRight(judged, at) ? right : wrong)[bin]! += 1
  })
  return Array.from(right, (count, bin) => ({
    from: bin / BINS,
    to: (bin + 1) / BINS,
    right: count,
    wrong: wrong[bin]!,
  }))
}

/** What is left when the model abstains below a confidence. Shares are from 0 to 1. */
export interface Abstaining {
  readonly threshold: number
  /** Images whose confidence is not below the threshold. */
  readonly kept: number
  /** Their share; `null` where there are no images at all. */
  readonly coverage: number | null
  /** Of the kept images alone; `null` where none is kept. */
  readonly accuracy: number | null
  /** Macro averages over all classes, of the kept images alone; what is undefined for a class counts as 0, as in scikit-learn. */
  readonly precision: number | null
  readonly recall: number | null
}

/** One for each threshold, in their order. */
export function abstainBelow(judged: Judged, classes: number, thresholds: readonly number[]): readonly Abstaining[] {
  const { confidences, predicted, labels } = judged
  const images = confidences.length
  const order = Uint32Array.from(confidences, (_, at) => at).toSorted(
    (one, other) => confidences[other]! - confidences[one]!,
  )
  const counts = { right: new Uint32Array(classes), taken: new Uint32Array(classes), support: new Uint32Array(classes) }
  const results = new Map<number, Abstaining>()
  let kept = 0
  for (const threshold of thresholds.toSorted((one, other) => other - one)) {
    for (; kept < images && confidences[order[kept]!]! >= threshold; kept++) {
      const at = order[kept]!
      counts.taken[predicted[at]!]! += 1
      counts.support[labels[at]!]! += 1
      if (isRight(judged, at)) counts.right[labels[at]!]! += 1
    }
    const { accuracy, macro } = reportOf(counts)
    results.set(threshold, {
      threshold,
      kept,
      coverage: images === 0 ? null : kept / images,
      accuracy,
      precision: kept === 0 ? null : macro.precision,
      recall: kept === 0 ? null : macro.recall,
    })
  }
  return thresholds.map((threshold) => results.get(threshold)!)
}
