import { useMemo, type ReactNode } from 'react'
import type { Confusion } from '../../model/metrics/confusion'
import { ChangeMarks } from '../../ui/ChangeMarks'
import { ClassNames } from './ClassNames'
import { shadeCells, SHADE_PERCENTS, type CellUnit } from './confusionCells'
import { ConfusionNumbers } from './ConfusionNumbers'
import styles from './ConfusionPicture.module.css'

export interface ConfusionPictureProps {
  readonly classes: readonly string[]
  readonly confusion: Confusion
  readonly unit: CellUnit
  /** After an earlier epoch: cells that are otherwise now are marked. */
  readonly before?: Confusion | undefined
  /** Lies over the cells. */
  readonly children?: ReactNode
}

/** With more classes there is no room for numbers, then none for names, and then none for lines. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24
const MOST_WITH_LINES = 60

/** Below this a cell can't be pointed at: a larger matrix scrolls. */
const SMALLEST_CELL_REM = 0.25

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. It is a picture alone: what is around it has its words. */
export function ConfusionPicture({ classes, confusion, unit, before, children }: ConfusionPictureProps) {
  const count = classes.length
  const shades = useMemo(() => shadeCells(confusion, count), [confusion, count])
  return (
    <div className={styles.frame}>
      <p className={styles.guesses}>Predicted</p>
      <p className={styles.truths}>True</p>
      {count <= MOST_WITH_NAMES && <ClassNames names={classes} />}
      <div className={styles.scroller}>
        <div className={styles.cells} style={{ minWidth: `${count * SMALLEST_CELL_REM}rem` }}>
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
            {before && <ChangeMarks count={count} now={confusion} before={before} />}
          </svg>
          {count <= MOST_WITH_NUMBERS && <ConfusionNumbers confusion={confusion} count={count} unit={unit} />}
          {children}
        </div>
      </div>
    </div>
  )
}

function drawLines(count: number): string {
  return Array.from({ length: count - 1 }, (_, i) => `M${i + 1} 0v${count}M0 ${i + 1}h${count}`).join('')
}
