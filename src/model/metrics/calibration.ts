/** Whether a model that says 80 % is right in 80 of 100 cases. */
import { isRight, type Judged } from './judged'
import { probabilityOf, type Predictions, type Truth } from './predictions'

export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly images: number
  /** The share of its images that are told rightly; `null` without images. */
  readonly accuracy: number | null
  /** The mean confidence of its images; `null` without images. */
  readonly confidence: number | null
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[]
  /** From 0 to 1; `null` without images. */
  readonly error: number | null
}

/** As Guo et al. have them. */
const BINS = 15

/**
 * The reliability curve over 15 bins of confidence, all as wide. Bin m holds confidences above m / 15 and up to (m + 1) / 15, with that end,
 * as in scikit-learn's `calibration_curve`. The expected calibration error is the mean over the images of the distance between accuracy
 * and mean confidence of their bin. Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks, 2017.
 */
export function reliability(judged: Judged): Reliability {
  const counts = Array.from({ length: BINS }, () => ({ images: 0, right: 0, confidence: 0 }))
  judged.confidences.forEach((confidence, at) => {
    let bin = Math.max(0, Math.min(BINS - 1, Math.ceil(confidence * BINS) - 1))
    // A product may be rounded over an edge.
    if (confidence <= bin / BINS && bin > 0) bin--
    else if (confidence > (bin + 1) / BINS) bin++
    const count = counts[bin]!
    count.images += 1
    count.right += Number(isRight(judged, at))
    count.confidence += confidence
  })
  const images = judged.confidences.length
  const gaps = counts.reduce((sum, { right, confidence }) => sum + Math.abs(right - confidence), 0)
  return {
    bins: counts.map(({ images, right, confidence }, bin) => ({
      from: bin / BINS,
      to: (bin + 1) / BINS,
      images,
      accuracy: images === 0 ? null : right / images,
      confidence: images === 0 ? null : confidence / images,
    })),
    error: images === 0 ? null : gaps / images,
  }
}

/**
 * The mean over the images of the sum over the classes of (p - y)², where y is 1 for the true class and 0 for others: 0 at best, 2 at worst.
 * Brier, 1950. scikit-learn's `brier_score_loss` is the same, but that for two classes it has half of it by default.
 * @returns `null` without images.
 */
export function brierScore(predictions: Predictions, { labels, images }: Truth): number | null {
  const count = predictions.classes.length
  let sum = 0
  for (const image of images) {
    for (let index = 0; index < count; index++) {
      sum += (probabilityOf(predictions, image, index) - Number(labels[image] === index)) ** 2
    }
  }
  return images.length === 0 ? null : sum / images.length
}
