import { useMemo, useState } from 'react'
import { Images } from 'lucide-react'
import { Button } from '../../ui/Button'
import { ChangeMarks } from '../../ui/ChangeMarks'
import { classes as join } from '../../ui/classes'
import { formatCount } from '../../ui/format'
import { CellNavigator, type Cell } from './CellNavigator'
import { ClassNames } from './ClassNames'
import { describeCell, describeChange, shadeCells, SHADE_PERCENTS, type CellUnit } from './confusionCells'
import styles from './ConfusionMatrix.module.css'
import { ConfusionNumbers } from './ConfusionNumbers'
import { ShadeLegend } from './ShadeLegend'

export interface ConfusionMatrixProps {
  readonly evaluation: { readonly classes: readonly string[]; readonly confusion: readonly number[] }
  readonly unit: CellUnit
  /** No image has been looked at yet. */
  readonly blank: boolean
  /** After an earlier epoch: cells that are otherwise now are marked. */
  readonly before?: { readonly epoch: number; readonly confusion: readonly number[] } | undefined
  /** Shows the images of a cell. Absent where they are not to be had. */
  onShow?: ((cell: Cell, description: string) => void) | undefined
}

/** With more classes there is no room for numbers, then none for names, and then none for lines. */
const MOST_WITH_NUMBERS = 12
const MOST_WITH_NAMES = 24
const MOST_WITH_LINES = 60

/** Below this a cell can't be pointed at: a larger matrix scrolls. */
const SMALLEST_CELL_REM = 0.25

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. */
export function ConfusionMatrix({ evaluation, unit, blank, before, onShow }: ConfusionMatrixProps) {
  const { classes, confusion } = evaluation
  const count = classes.length
  const [cell, setCell] = useState<Cell>({ truth: 0, guess: 0 })
  const [active, setActive] = useState(false)
  const [hasRead, setRead] = useState(false)
  const shades = useMemo(() => shadeCells(confusion, count), [confusion, count])
  const held = cell.truth < count && cell.guess < count ? cell : { truth: 0, guess: 0 }
  const change = before && describeChange(evaluation, before, held)
  const read = describeCell(evaluation, held)
  const description = [read, change].filter(Boolean).join(', ')
  const images = confusion[held.truth * count + held.guess] ?? 0
  const show = onShow && images > 0 ? () => onShow(held, read) : undefined

  return (
    <div className={styles.matrix}>
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
              {before && <ChangeMarks count={count} now={confusion} before={before.confusion} />}
            </svg>
            {count <= MOST_WITH_NUMBERS && <ConfusionNumbers confusion={confusion} count={count} unit={unit} />}
            {blank && <p className={styles.blank}>No images yet</p>}
            <CellNavigator
              count={count}
              cell={held}
              description={description}
              active={active}
              onMove={(moved) => {
                setCell(moved)
                setActive(true)
                setRead(true)
              }}
              onChoose={show}
              onLeave={() => setActive(false)}
            />
          </div>
        </div>
      </div>
      <ShadeLegend />
      {before && <p className={styles.marked}>◥ Otherwise than after epoch {formatCount(before.epoch)}</p>}
      <div className={styles.below}>
        <p className={join(styles.reading, !active && styles.hint)}>
          {active || (hasRead && onShow)
            ? description
            : `Point at a cell, or go there with the arrow keys, to read it${onShow ? '; press it to see its images' : ''}.`}
        </p>
        {onShow && hasRead && (
          <Button size="small" unavailable={!show} onClick={show}>
            <Images size={14} aria-hidden />
            Show images
          </Button>
        )}
      </div>
    </div>
  )
}

function drawLines(count: number): string {
  return Array.from({ length: count - 1 }, (_, i) => `M${i + 1} 0v${count}M0 ${i + 1}h${count}`).join('')
}
