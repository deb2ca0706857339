import { useMemo, useState } from 'react'
import { Images } from 'lucide-react'
import { Button } from '../../ui/Button'
import { rowShares } from '../../model/metrics/confusion'
import { MatrixChart } from '../../ui/chart/MatrixChart'
import { ShadeLegend } from '../../ui/chart/ShadeLegend'
import { shadeSquare } from '../../ui/chart/shades'
import { classes as join } from '../../ui/classes'
import { useMedia } from '../../ui/useMedia'
import { CellNavigator, type Cell } from './CellNavigator'
import { describeCell, describeChange, sayMarked, writeCell, type CellUnit } from './confusionCells'
import styles from './ConfusionMatrix.module.css'

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

const TONES = [
  { name: 'right', tone: 'accent' },
  { name: 'wrong', tone: 'danger' },
] as const

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. */
export function ConfusionMatrix({ evaluation, unit, blank, before, onShow }: ConfusionMatrixProps) {
  const { classes, confusion } = evaluation
  const count = classes.length
  const [cell, setCell] = useState<Cell>({ truth: 0, guess: 0 })
  const [active, setActive] = useState(false)
  const [hasRead, setRead] = useState(false)
  const isTouched = useMedia('(pointer: coarse)')
  const shares = useMemo(() => rowShares(confusion, count), [confusion, count])
  const shades = useMemo(() => shadeSquare(shares, count), [shares, count])
  const held = cell.truth < count && cell.guess < count ? cell : { truth: 0, guess: 0 }
  const change = before && describeChange(evaluation, before, held)
  const read = describeCell(evaluation, held)
  const description = [read, change].filter(Boolean).join(', ')
  const images = confusion[held.truth * count + held.guess] ?? 0
  const show = onShow && images > 0 ? () => onShow(held, read) : undefined

  return (
    <div className={styles.matrix}>
      <MatrixChart
        rows="True"
        columns="Predicted"
        names={classes}
        shades={shades}
        write={(at) => writeCell(confusion[at] ?? 0, shares[at] ?? 0, unit)}
        marks={before && { now: confusion, before: before.confusion }}
      >
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
      </MatrixChart>
      <ShadeLegend title="Share of the row, 0 to 100 %" tones={TONES} />
      {before && <p className={styles.marked}>{sayMarked(before.epoch)}</p>}
      <div className={styles.below}>
        <p className={join(styles.reading, !active && styles.hint)}>
          {active || (hasRead && onShow)
            ? description
            : isTouched
              ? `Press a cell to ${onShow ? 'see its images' : 'read it'}.`
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
