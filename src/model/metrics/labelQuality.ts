/**
 * How well the label of each image agrees with a model that was not trained on it: what stands lowest is most likely a wrong label.
 *
 * Confident learning: Northcutt, Jiang and Chuang, “Confident Learning: Estimating Uncertainty in Dataset Labels”, JAIR 70 (2021),
 * https://doi.org/10.1613/jair.1.12125. Each class has a threshold, the mean probability of the class over the images that are labelled so,
 * since a model is surer of some classes than of others. Probabilities less the thresholds are the adjusted ones of cleanlab's
 * `get_label_quality_scores`, and the score is its `normalized_margin`.
 */
import { probabilityOf, type Predictions, type Truth } from './predictions'

/**
 * @returns a score for each of the images, from 0, where another class is certain, to 1; not a number where the probabilities are none. A
 * class that no image is labelled as has no threshold, and is no other.
 */
export function labelQuality(predictions: Predictions, { labels, images }: Truth): Float64Array {
  const thresholds = meansOfLabels(predictions, { labels, images })
  const known = [...thresholds.keys()].filter((index) => !Number.isNaN(thresholds[index]))
  const highest = Math.max(...known.map((index) => thresholds[index]!))
  return Float64Array.from(images, (image) => {
    if (known.length < 2) return 1
    const label = labels[image]!
    const adjusted = known.map((index) => probabilityOf(predictions, image, index) - thresholds[index]! + highest)
    const sum = adjusted.reduce((all, each) => all + each, 0)
    const others = adjusted.filter((_, at) => known[at] !== label)
    return ((adjusted[known.indexOf(label)]! - Math.max(...others)) / sum + 1) / 2
  })
}

/** For each class, its mean probability over the images that are labelled so; not a number where there are none. */
function meansOfLabels(predictions: Predictions, { labels, images }: Truth): Float64Array {
  const sums = new Float64Array(predictions.classes.length)
  const counts = new Float64Array(predictions.classes.length)
  for (const image of images) {
    const label = labels[image]!
    const own = probabilityOf(predictions, image, label)
    if (Number.isNaN(own)) continue
    sums[label]! += own
    counts[label]! += 1
  }
  return sums.map((sum, label) => sum / counts[label]!)
}
