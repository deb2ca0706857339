/** Accuracy, precision, recall and F1 off a confusion matrix, as scikit-learn's `classification_report` defines them. */
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
  /** Images of the class. */
  readonly support: number
}

export interface AverageScores {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export interface ClassificationReport {
  /** The share of images whose class was told rightly, which is also the micro average of all three scores; `null` without images. */
  readonly accuracy: number | null
  readonly images: number
  /** In class order. */
  readonly perClass: readonly ClassScores[]
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
  }
}

/** Everything that can be read off a confusion matrix of so many classes. */
export function classificationReport(confusion: Confusion, classes: number): ClassificationReport {
  const truths = rowSums(confusion, classes)
  const guesses = columnSums(confusion, classes)
  const perClass = truths.map((support, index): ClassScores => {
    const right = confusion[index * classes + index] ?? 0
    const taken = guesses[index] ?? 0
    return {
      precision: divide(right, taken),
      recall: divide(right, support),
      f1: divide(2 * right, taken + support),
      support,
    }
  })
  const images = truths.reduce((sum, support) => sum + support, 0)
  const right = perClass.reduce((sum, _scores, index) => sum + (confusion[index * classes + index] ?? 0), 0)
  return {
    accuracy: divide(right, images),
    images,
    perClass,
    macro: average(perClass, () => 1),
    weighted: average(perClass, (scores) => scores.support),
  }
}
