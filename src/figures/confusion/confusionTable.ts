/** The confusion matrix as rows of a table: a square, or of many classes a list of the cells that hold images. */
import { rowShares, type Confusion } from '../../model/metrics/confusion'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import type { CellUnit } from './confusionCells'
import { listCells } from './listCells'

/** With more classes the cells are listed: tens of thousands of them would be slow to draw, and nobody reads them. */
const MOST_IN_SQUARE = 64
const MOST_LISTED = 1000

export interface ConfusionTableRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What is left out, in a sentence. */
  readonly more: string | undefined
}

export function confusionTable(
  { classes, confusion }: { readonly classes: readonly string[]; readonly confusion: Confusion },
  unit: CellUnit,
): ConfusionTableRows {
  const count = classes.length
  if (count > MOST_IN_SQUARE) {
    const { listed, more } = listCells(confusion, count, MOST_LISTED)
    return {
      columns: ['True', 'Predicted', 'Images', 'Share of the row'],
      rows: listed.map(({ truth, guess, images, share }) => [
        classes[truth] ?? '',
        classes[guess] ?? '',
        formatCount(images),
        formatPercent(share),
      ]),
      more: more > 0 ? `And ${formatAmount(more, 'cell')} with fewer or as many images.` : undefined,
    }
  }
  const cells =
    unit === 'counts' ? confusion.map(formatCount) : rowShares(confusion, count).map((share) => formatPercent(share))
  return {
    columns: ['True, predicted →', ...classes],
    rows: classes.map((name, truth) => [name, ...cells.slice(truth * count, (truth + 1) * count)]),
    more: undefined,
  }
}
