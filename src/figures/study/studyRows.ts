/** The table of classes of a split: what it shows, what its file has, and why some of it has no number. */
import { joinWords } from '../../common/text'
import { classificationReport, type AverageScores } from '../../model/metrics/classification'
import { columnSums } from '../../model/metrics/confusion'
import { rowEntropies } from '../../model/metrics/entropy'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import { formatCount, isolate } from '../../ui/format'
import { sortByKey } from '../../ui/sortByKey'
import type { TableOrder } from '../../ui/Table'

export const STUDY_COLUMNS = [
  'Class',
  'Precision',
  'Recall',
  'F1',
  'Specificity',
  'Support',
  'Entropy',
  'AUC',
  'AP',
] as const

type Cell = string | number | null

export interface StudyRows {
  /** As they are shown, sorted. What is undefined is a dash, and stands last. */
  readonly rows: readonly (readonly string[])[]
  readonly averages: readonly (readonly string[])[]
  /** Both with all digits. `null` is undefined. */
  readonly file: readonly (readonly Cell[])[]
  /** Why there are dashes: a sentence each. */
  readonly reasons: readonly string[]
}

/** Where the column counts images. */
const SUPPORT = 5

export function studyRows(study: SplitStudy, { column, falling }: TableOrder): StudyRows {
  const { classes, confusion, probabilities } = study
  const report = classificationReport(confusion, classes.length)
  const entropies = rowEntropies(confusion, classes.length)
  const entries = report.perClass.map(({ precision, recall, f1, specificity, support }, index) => {
    const { auc = null, averagePrecision = null } = probabilities?.perClass[index] ?? {}
    const numbers = [precision, recall, f1, specificity, support, entropies[index] ?? null, auc, averagePrecision]
    return { cells: [classes[index] ?? '', ...numbers] as readonly Cell[], key: [index, ...numbers][column] ?? null }
  })
  const averageOf = (name: string, scores: AverageScores, kind?: 'macro' | 'micro'): readonly Cell[] => {
    const { auc = null, averagePrecision = null } = (kind && probabilities?.[kind]) ?? {}
    const { precision, recall, f1, specificity } = scores
    const numbers = report.images === 0 ? [null, null, null, null] : [precision, recall, f1, specificity]
    return [name, ...numbers, report.images, '', ...(kind ? [auc, averagePrecision] : ['', ''])]
  }
  const averages = [
    averageOf('Macro avg.', report.macro, 'macro'),
    averageOf('Micro avg.', report.micro, 'micro'),
    averageOf('Weighted avg.', report.weighted),
  ]
  return {
    rows: sortByKey(entries, falling).map(({ cells }) => cells.map(writeCell)),
    averages: averages.map((cells) => cells.map(writeCell)),
    file: [...entries.map(({ cells }) => cells), ...averages],
    reasons: reasonsOf(study),
  }
}

function writeCell(value: Cell, column: number): string {
  if (typeof value === 'string') return value
  return column === SUPPORT ? formatCount(value ?? 0) : formatScore(value)
}

/** Three digits, or a dash where it is undefined. */
export function formatScore(score: number | null): string {
  return score === null ? '–' : score.toFixed(3)
}

const MOST_NAMES = 5

/** Why some figures have no number: a sentence each. */
function reasonsOf({ classes, confusion, images, withoutNumbers }: SplitStudy): readonly string[] {
  const { perClass } = classificationReport(confusion, classes.length)
  const taken = columnSums(confusion, classes.length)
  const empty = classes.filter((_, at) => perClass[at]!.support === 0)
  const only = classes.filter((_, at) => images > 0 && perClass[at]!.support === images)
  const never = classes.filter((_, at) => taken[at] === 0)
  const reasons: string[] = []
  if (empty.length > 0)
    reasons.push(`No image here is of ${nameAll(empty)}: recall, entropy, AUC and AP of a class need some.`)
  if (only.length > 0)
    reasons.push(`All images here are of ${nameAll(only)}: its specificity and AUC need images of other classes.`)
  if (never.length > 0) reasons.push(`No image is taken for ${nameAll(never)}: the precision of a class needs some.`)
  if (withoutNumbers > 0)
    reasons.push(
      `For ${formatCount(withoutNumbers)} of ${formatCount(images)} images the model’s outputs are no numbers: so AUC, AP and all that comes of probabilities have no value.`,
    )
  return reasons
}

function nameAll(names: readonly string[]): string {
  const rest = names.length - MOST_NAMES
  const shown = names.slice(0, MOST_NAMES).map(isolate)
  return rest > 0 ? `${shown.join(', ')} and ${formatCount(rest)} more` : joinWords(shown)
}
