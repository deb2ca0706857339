/** The numbers of a confusion matrix with all digits: a square, or of many classes the cells that hold images. */
import { rowShares, type Confusion } from '../../model/metrics/confusion'
import type { FigureRows } from '../../ui/figure/FigureMenu'
import { squareTable } from '../../ui/figure/squareTable'
import type { CellUnit } from './confusionCells'
import { listCells } from './listCells'

/** With more classes the cells are listed: tens of thousands of them would be slow to draw, and nobody reads them. */
export const MOST_IN_SQUARE = 64

export const LIST_COLUMNS = ['True', 'Predicted', 'Images', 'Share of the row'] as const

export interface ConfusionNumbers {
  readonly classes: readonly string[]
  readonly confusion: Confusion
}

export function confusionColumns({ classes }: ConfusionNumbers): readonly string[] {
  return classes.length <= MOST_IN_SQUARE ? squareTable(classes, []).columns : LIST_COLUMNS
}

/** @param unit of the square. The list has both counts and shares, and all its cells. */
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
