/** The confusion matrix as rows of a table: a square, or of many classes a list of the cells that hold images. */
import { rowShares, type Confusion } from '../../model/metrics/confusion'
import type { CellUnit } from '../../runs/compare'
import type { FigureRows } from '../../ui/figure/FigureMenu'
import { squareTable } from '../../ui/figure/squareTable'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import { listCells } from './listCells'

/** With more classes the cells are listed: tens of thousands of them would be slow to draw, and nobody reads them. */
const MOST_IN_SQUARE = 64
const MOST_LISTED = 1000

const LIST_COLUMNS = ['True', 'Predicted', 'Images', 'Share of the row'] as const

export interface ConfusionNumbers {
  readonly classes: readonly string[]
  readonly confusion: Confusion
}

export interface ConfusionTableRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What is left out, in a sentence. */
  readonly more: string | undefined
}

/** As a person reads it. @param unit of the square. The list has both counts and shares. */
export function confusionTable({ classes, confusion }: ConfusionNumbers, unit: CellUnit): ConfusionTableRows {
  const count = classes.length
  if (count <= MOST_IN_SQUARE) {
    const cells =
      unit === 'counts' ? confusion.map(formatCount) : rowShares(confusion, count).map((share) => formatPercent(share))
    return { ...squareTable(classes, cells), more: undefined }
  }
  const { listed, more } = listCells(confusion, count, MOST_LISTED)
  return {
    columns: LIST_COLUMNS,
    rows: listed.map(({ truth, guess, images, share }) => [
      classes[truth] ?? '',
      classes[guess] ?? '',
      formatCount(images),
      formatPercent(share),
    ]),
    more: more > 0 ? `And ${formatAmount(more, 'cell')} with fewer or as many images.` : undefined,
  }
}

export function confusionColumns({ classes }: ConfusionNumbers): readonly string[] {
  return classes.length <= MOST_IN_SQUARE ? squareTable(classes, []).columns : LIST_COLUMNS
}

/** With all digits, and of a list all cells. @param unit of the square. */
export function confusionFile({ classes, confusion }: ConfusionNumbers, unit: CellUnit): FigureRows {
  const count = classes.length
  if (count <= MOST_IN_SQUARE)
    return squareTable(classes, unit === 'counts' ? confusion : rowShares(confusion, count)).rows
  return listCells(confusion, count, Infinity).listed.map(({ truth, guess, images, share }) => [
    classes[truth] ?? '',
    classes[guess] ?? '',
    images,
    share,
  ])
}
