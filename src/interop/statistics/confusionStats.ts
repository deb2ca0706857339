/**
 * What Ludwig tells of a confusion matrix: its `ConfusionMatrix` in `utils/eval_utils.py`, key by key. What is undefined counts as 0 there.
 * Two of its averages are others than their names say: `avg_precision_weighted` and `avg_recall_weighted` are micro averages.
 */
import { cohenKappa } from '../../model/metrics/agreement'
import { classificationReport } from '../../model/metrics/classification'
import { columnSums, rowSums, type Confusion } from '../../model/metrics/confusion'

export type Stats = Readonly<Record<string, number>>

/** Its averages are scikit-learn's, over the classes that have images or were told. `kappa_score` may be NaN. */
export function overallStats(confusion: Confusion, classes: number): Stats {
  const { accuracy, perClass, weighted } = classificationReport(confusion, classes)
  const taken = columnSums(confusion, classes)
  const known = perClass.filter(({ support }, index) => support > 0 || taken[index]! > 0)
  const share = accuracy ?? NaN
  const mean = (score: 'precision' | 'recall' | 'f1'): number =>
    known.reduce((sum, scores) => sum + (scores[score] ?? 0), 0) / known.length
  return {
    token_accuracy: share,
    avg_precision_macro: mean('precision'),
    avg_recall_macro: mean('recall'),
    avg_f1_score_macro: mean('f1'),
    avg_precision_micro: share,
    avg_recall_micro: share,
    avg_f1_score_micro: share,
    avg_precision_weighted: share,
    avg_recall_weighted: share,
    avg_f1_score_weighted: weighted.f1,
    kappa_score: cohenKappa(confusion, classes) ?? NaN,
  }
}

/** In class order. */
export function perClassStats(confusion: Confusion, classes: number): readonly Stats[] {
  const [truths, told] = [rowSums(confusion, classes), columnSums(confusion, classes)]
  const all = truths.reduce((sum, count) => sum + count, 0)
  return truths.map((images, index) => {
    const truePositives = confusion[index * classes + index]!
    const falsePositives = told[index]! - truePositives
    const falseNegatives = images - truePositives
    return statsOf(truePositives, all - images - falsePositives, falsePositives, falseNegatives)
  })
}

function statsOf(truePositives: number, trueNegatives: number, falsePositives: number, falseNegatives: number): Stats {
  const recall = divide(truePositives, truePositives + falseNegatives)
  const specificity = divide(trueNegatives, trueNegatives + falsePositives)
  const precision = divide(truePositives, truePositives + falsePositives)
  const negativePrecision = divide(trueNegatives, trueNegatives + falseNegatives)
  const spread = Math.sqrt(
    (truePositives + falsePositives) *
      (truePositives + falseNegatives) *
      (trueNegatives + falsePositives) *
      (trueNegatives + falseNegatives),
  )
  return {
    true_positives: truePositives,
    true_negatives: trueNegatives,
    false_positives: falsePositives,
    false_negatives: falseNegatives,
    true_positive_rate: recall,
    true_negative_rate: specificity,
    positive_predictive_value: precision,
    negative_predictive_value: negativePrecision,
    false_negative_rate: 1 - recall,
    false_positive_rate: 1 - specificity,
    false_discovery_rate: 1 - precision,
    false_omission_rate: 1 - negativePrecision,
    accuracy: divide(truePositives + trueNegatives, truePositives + trueNegatives + falsePositives + falseNegatives),
    precision,
    recall,
    f1_score: divide(2 * precision * recall, precision + recall),
    sensitivity: recall,
    specificity,
    hit_rate: recall,
    miss_rate: 1 - recall,
    fall_out: 1 - specificity,
    matthews_correlation_coefficient: divide(truePositives * trueNegatives - falsePositives * falseNegatives, spread),
    informedness: recall + specificity - 1,
    markedness: precision + negativePrecision - 1,
  }
}

function divide(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator
}

/** torchmetrics' `MulticlassAccuracy`: the mean recall of the classes that have images or were told, where one without images counts as 0. */
export function macroAccuracy(confusion: Confusion, classes: number): number {
  return overallStats(confusion, classes)['avg_recall_macro']!
}
