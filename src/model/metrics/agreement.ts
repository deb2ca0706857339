/** One number for a confusion matrix, in which classes of few images count too. */
import { columnSums, rowSums, type Confusion } from './confusion'
import { meanRecall } from './guessing'

/**
 * How far the classes told agree with the true ones beyond what their frequencies make agree by chance: (p - e) / (1 - e), where p is the
 * accuracy and e the sum over the classes of true share times told share. 1 is all right, 0 as by chance, below 0 worse. Cohen, 1960, as
 * scikit-learn's `cohen_kappa_score`.
 * @returns `null` without images, and where all are of one class and are told so: chance alone gives that.
 */
export function cohenKappa(confusion: Confusion, classes: number): number | null {
  const { images, right, chance } = sumsOf(confusion, classes)
  // In counts, so that nothing is lost where both are large.
  const beyond = images * images - chance
  return images === 0 || beyond === 0 ? null : (images * right - chance) / beyond
}

/**
 * The correlation of true and told classes, from -1 to 1; 0 is as by chance. Gorodkin's R_K, 2004, which for two classes is Matthews'
 * coefficient, as scikit-learn's `matthews_corrcoef`.
 * @returns `null` where the images are all of one class, or all taken for one: 0 / 0, for which scikit-learn has 0.
 */
export function matthewsCorrelation(confusion: Confusion, classes: number): number | null {
  const { images, right, chance, truths, guesses } = sumsOf(confusion, classes)
  const spread = (counts: readonly number[]): number =>
    images * images - counts.reduce((sum, count) => sum + count * count, 0)
  const product = spread(truths) * spread(guesses)
  return product === 0 ? null : (images * right - chance) / Math.sqrt(product)
}

/** The mean recall of the classes that have images, from 0 to 1, as scikit-learn's `balanced_accuracy_score`; `null` without images. */
export function balancedAccuracy(confusion: Confusion, classes: readonly string[]): number | null {
  const images = confusion.reduce((sum, count) => sum + count, 0)
  return images === 0 ? null : meanRecall({ classes, confusion, images })
}

function sumsOf(confusion: Confusion, classes: number) {
  const [truths, guesses] = [rowSums(confusion, classes), columnSums(confusion, classes)]
  return {
    truths,
    guesses,
    images: truths.reduce((sum, count) => sum + count, 0),
    right: truths.reduce((sum, _, index) => sum + (confusion[index * classes + index] ?? 0), 0),
    chance: truths.reduce((sum, count, index) => sum + count * (guesses[index] ?? 0), 0),
  }
}
