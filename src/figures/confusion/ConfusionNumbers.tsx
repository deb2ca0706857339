import { rowShares } from '../../model/metrics/confusion'
import { isStrong, shadeOf, writeCell, type CellUnit } from './confusionCells'
import styles from './ConfusionPicture.module.css'

export interface ConfusionNumbersProps {
  readonly confusion: readonly number[]
  readonly count: number
  readonly unit: CellUnit
}

/** The numbers in the cells, in a colour that can be read on the cell's shade. */
export function ConfusionNumbers({ confusion, count, unit }: ConfusionNumbersProps) {
  const percent = (cells: number): string => `${((cells + 0.5) / count) * 100}%`
  const shares = rowShares(confusion, count)
  return (
    <svg className={styles.numbers} aria-hidden>
      {confusion.map((images, cell) => {
        if (images === 0) return null
        const truth = Math.floor(cell / count)
        const guess = cell % count
        const share = shares[cell] ?? 0
        const strong = isStrong(shadeOf(share, truth === guess))
        return (
          <text key={cell} x={percent(guess)} y={percent(truth)} className={strong ? styles.onStrong : undefined}>
            {writeCell(images, share, unit)}
          </text>
        )
      })}
    </svg>
  )
}
