/** The rows of the table by class. */
import { classificationReport, type AverageScores } from '../../model/metrics/classification'
import type { Confusion } from '../../model/metrics/confusion'
import type { FigureRows } from '../../ui/figure/FigureMenu'
import { formatCount } from '../../ui/format'
import { sortByKey } from '../../ui/sortByKey'
import type { TableOrder } from '../../ui/Table'

export const CLASS_COLUMNS = ['Class', 'Precision', 'Recall', 'F1', 'Support'] as const

export interface ClassRows {
  readonly rows: readonly (readonly string[])[]
  readonly averages: readonly (readonly string[])[]
  /** Both with all digits, in the order of the classes. `null` is undefined. */
  readonly file: FigureRows
}

/** Scores a class, sorted by a column; a score that is undefined is a dash and stands last. */
export function classRows(
  confusion: Confusion,
  classes: readonly string[],
  { column, falling }: TableOrder,
): ClassRows {
  const report = classificationReport(confusion, classes.length)
  const entries = report.perClass.map(({ precision, recall, f1, support }, index) => ({
    cells: [classes[index] ?? '', precision, recall, f1, support] as const,
    key: [index, precision, recall, f1, support][column] ?? null,
  }))
  const averageOf = (name: string, { precision, recall, f1 }: AverageScores) => {
    // Over no images there is no average.
    const [first, second, third] = report.images === 0 ? [null, null, null] : [precision, recall, f1]
    return [name, first, second, third, report.images] as const
  }
  const averages = [averageOf('Macro avg.', report.macro), averageOf('Weighted avg.', report.weighted)]
  return {
    rows: sortByKey(entries, falling).map(({ cells }) => writeRow(cells)),
    averages: averages.map(writeRow),
    file: [...entries.map(({ cells }) => cells), ...averages],
  }
}

type Row = readonly [name: string, precision: number | null, recall: number | null, f1: number | null, support: number]

function writeRow([name, precision, recall, f1, support]: Row): readonly string[] {
  return [name, formatScore(precision), formatScore(recall), formatScore(f1), formatCount(support)]
}

function formatScore(score: number | null): string {
  return score === null ? '–' : score.toFixed(3)
}
