/** The rows of the table by class. */
import { classificationReport, type AverageScores } from '../../model/metrics/classification'
import type { Confusion } from '../../model/metrics/confusion'
import { formatCount } from '../../ui/format'
import type { TableOrder } from '../../ui/Table'

export const CLASS_COLUMNS = ['Class', 'Precision', 'Recall', 'F1', 'Support'] as const

export interface ClassRows {
  readonly rows: readonly (readonly string[])[]
  readonly averages: readonly (readonly string[])[]
}

/** Scores a class, sorted by a column; a score that is undefined is a dash and stands last. */
export function classRows(
  confusion: Confusion,
  classes: readonly string[],
  { column, falling }: TableOrder,
): ClassRows {
  const report = classificationReport(confusion, classes.length)
  const entries = report.perClass.map(({ precision, recall, f1, support }, index) => ({
    cells: [classes[index] ?? '', formatScore(precision), formatScore(recall), formatScore(f1), formatCount(support)],
    key: [index, precision, recall, f1, support][column] ?? null,
  }))
  entries.sort((one, other) => {
    if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
    return falling ? other.key - one.key : one.key - other.key
  })
  const images = formatCount(report.images)
  return {
    rows: entries.map(({ cells }) => cells),
    averages: [
      ['Macro avg.', ...formatAverage(report.macro, report.images), images],
      ['Weighted avg.', ...formatAverage(report.weighted, report.images), images],
    ],
  }
}

/** Over no images there is no average. */
function formatAverage({ precision, recall, f1 }: AverageScores, images: number): readonly string[] {
  return [precision, recall, f1].map((score) => formatScore(images === 0 ? null : score))
}

function formatScore(score: number | null): string {
  return score === null ? '–' : score.toFixed(3)
}
