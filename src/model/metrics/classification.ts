/**
 * Accuracy, precision, recall, F1 and specificity off a confusion matrix, all between 0 and 1: the first four as scikit-learn's
 * `classification_report` defines them, specificity off its `multilabel_confusion_matrix`.
 */
import { columnSums, rowSums } from './confusion'
import type { Confusion } from './confusion'

/** `null` where the value is undefined, which is a division by zero: shown as a dash, and counted as 0 in averages. */
export interface ClassScores {
  /** Of the images taken for the class, the share that are of it; undefined when none was taken for it. */
  readonly precision: number | null
  /** Of the images of the class, the share taken for it; undefined when there are none. */
  readonly recall: number | null
  /** The harmonic mean of both: 2 TP / (2 TP + FP + FN); undefined when no image is of the class or was taken for it. */
  readonly f1: number | null
  /** Of the images of other classes, the share not taken for it: TN / (TN + FP); undefined when there are none. */
  readonly specificity: number | null
  /** Images of the class. */
  readonly support: number
}

export interface AverageScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly specificity: number
}

/** What the scores of a class are made of, for each class. */
export interface ClassCounts {
  /** Images of the class that were taken for it. */
  readonly right: ArrayLike<number>
  /** Images that were taken for the class. */
  readonly taken: ArrayLike<number>
  /** Images of the class. */
  readonly support: ArrayLike<number>
}

export interface ClassificationReport {
  /** The share of images whose class was told rightly; `null` without images. */
  readonly accuracy: number | null
  readonly images: number
  /** In class order. */
  readonly perClass: readonly ClassScores[]
  /** All classes' counts together: precision, recall and F1 are then the accuracy. */
  readonly micro: AverageScores
  /** Every class counts the same. */
  readonly macro: AverageScores
  /** Every class counts by its support. */
  readonly weighted: AverageScores
}

function divide(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator
}

function average(perClass: readonly ClassScores[], weightOf: (scores: ClassScores) => number): AverageScores {
  const total = perClass.reduce((sum, scores) => sum + weightOf(scores), 0)
  const mean = (score: (scores: ClassScores) => number | null): number =>
    perClass.reduce((sum, scores) => sum + (score(scores) ?? 0) * weightOf(scores), 0) / (total || 1)
  return {
    precision: mean((scores) => scores.precision),
    recall: mean((scores) => scores.recall),
    f1: mean((scores) => scores.f1),
    specificity: mean((scores) => scores.specificity),
  }
}

/** Everything that can be read off a confusion matrix of so many classes. */
export function classificationReport(confusion: Confusion, classes: number): ClassificationReport {
  return reportOf({
    right: Array.from({ length: classes }, (_, index) => confusion[index * classes + index] ?? 0),
    taken: columnSums(confusion, classes),
    support: rowSums(confusion, classes),
  })
}

/** The same off its diagonal and its sums, which are all that it takes. */
export function reportOf({ right, taken, support: supports }: ClassCounts): ClassificationReport {
  const images = sumOf(supports)
  const allRight = sumOf(right)
  const perClass = Array.from(supports, (support, index): ClassScores => {
    const [own, guesses] = [right[index] ?? 0, taken[index] ?? 0]
    return {
      precision: divide(own, guesses),
      recall: divide(own, support),
      f1: divide(2 * own, guesses + support),
      specificity: divide(images - support - (guesses - own), images - support),
      support,
    }
  })
  const accuracy = divide(allRight, images)
  const share = accuracy ?? 0
  // Each image is one of another class to all classes but one.
  const others = images * (perClass.length - 1)
  const specificity = divide(others - (images - allRight), others) ?? 0
  return {
    accuracy,
    images,
    perClass,
    micro: { precision: share, recall: share, f1: share, specificity },
    macro: average(perClass, () => 1),
    weighted: average(perClass, (scores) => scores.support),
  }
}

function sumOf(counts: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < counts.length; at++) sum += counts[at]!
  return sum
}
