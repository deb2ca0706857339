import { useMemo, useState } from 'react'
import { classes as join } from '../../ui/classes'
import { CellNavigator, type Cell } from './CellNavigator'
import { describeCell, shadeCells, SHADE_PERCENTS, type CellUnit } from './confusionCells'
import styles from './ConfusionMatrix.module.css'
import { ConfusionNumbers } from './ConfusionNumbers'
import { ShadeLegend } from './ShadeLegend'

export interface ConfusionMatrixProps {
  readonly evaluation: { readonly classes: readonly string[]; readonly confusion: readonly number[] }
  readonly unit: CellUnit
  readonly blank: boolean
}

/** With more classes there is no room for numbers, and then none for names, and then none for lines. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24
const MOST_WITH_LINES = 60

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. */
export function ConfusionMatrix({ evaluation, unit, blank }: ConfusionMatrixProps) {
  const { classes, confusion } = evaluation
  const count = classes.length
  const [cell, setCell] = useState<Cell>()
  const shown = cell && cell.truth < count && cell.guess < count ? cell : undefined
  const shades = useMemo(() => shadeCells(confusion, count), [confusion, count])
  const named = count <= MOST_WITH_NAMES

  return (
    <div className={styles.matrix}>
      <div className={styles.frame}>
        <p className={styles.guesses}>Predicted</p>
        <p className={styles.truths}>True</p>
        {named && <Names classes={classes} along="guesses" />}
        {named && <Names classes={classes} along="truths" />}
        <CellNavigator count={count} cell={shown} onCell={setCell}>
          <svg viewBox={`0 0 ${count} ${count}`} preserveAspectRatio="none" className={styles.shades} aria-hidden>
            {shades.map(({ right, shade, path }) => (
              <path
                key={`${right} ${shade}`}
                d={path}
                className={right ? styles.right : styles.wrong}
                fillOpacity={(SHADE_PERCENTS[shade] ?? 0) / 100}
              />
            ))}
            {count <= MOST_WITH_LINES && <path d={drawLines(count)} className={styles.lines} />}
            {shown && <rect x={shown.guess} y={shown.truth} width={1} height={1} className={styles.cursor} />}
          </svg>
          {count <= MOST_WITH_NUMBERS && <ConfusionNumbers confusion={confusion} count={count} unit={unit} />}
          {blank && <p className={styles.blank}>No images yet</p>}
        </CellNavigator>
      </div>
      <p className={join(styles.reading, !shown && styles.hint)} aria-live="polite">
        {shown
          ? describeCell(evaluation, shown.truth, shown.guess)
          : 'Point at a cell, or go there with the arrow keys, to read it.'}
      </p>
      <ShadeLegend />
    </div>
  )
}

function Names({ classes, along }: { readonly classes: readonly string[]; readonly along: 'guesses' | 'truths' }) {
  const upright = along === 'truths' || classes.every((name) => name.length <= 3)
  return (
    <ol
      className={join(along === 'guesses' ? styles.guessNames : styles.truthNames, !upright && styles.turned)}
      aria-hidden
    >
      {classes.map((name) => (
        <li key={name} title={name}>
          <span>{name}</span>
        </li>
      ))}
    </ol>
  )
}

function drawLines(count: number): string {
  return Array.from({ length: count - 1 }, (_, i) => `M${i + 1} 0v${count}M0 ${i + 1}h${count}`).join('')
}
