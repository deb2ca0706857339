/** A confusion matrix as a shaded square, and what its shades mean. */
import { rowShares, type Confusion } from '../../model/metrics/confusion'
import type { CellUnit } from '../../runs/compare'
import type { ShadedMatrix } from '../../ui/chart/MatrixDrawing'
import type { ShadeLegendProps } from '../../ui/chart/ShadeLegend'
import { shadeSquare } from '../../ui/chart/shades'
import { PERCENT } from '../../ui/format'
import { writeCell } from './confusionCells'

export const SIDES = { rows: 'True', columns: 'Predicted' } as const

export const ROW_LEGEND: ShadeLegendProps = {
  title: `Share of the row, 0 to 100${PERCENT}`,
  tones: [
    { name: 'right', tone: 'accent' },
    { name: 'wrong', tone: 'danger' },
  ],
}

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. */
export function confusionDrawing(
  { classes, confusion }: { readonly classes: readonly string[]; readonly confusion: Confusion },
  unit: CellUnit,
): ShadedMatrix {
  const shares = rowShares(confusion, classes.length)
  return {
    ...SIDES,
    names: classes,
    shades: shadeSquare(shares, classes.length),
    write: (cell) => writeCell(confusion[cell] ?? 0, shares[cell] ?? 0, unit),
  }
}
