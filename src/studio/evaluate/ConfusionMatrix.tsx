import { useMemo, useState } from 'react'
import { Images } from 'lucide-react'
import { describeCell, describeChange, sayMarked } from '../../figures/confusion/confusionCells'
import { confusionDrawing, ROW_LEGEND } from '../../figures/confusion/confusionDrawing'
import type { CellUnit } from '../../runs/compare'
import { Button } from '../../ui/Button'
import { MatrixChart } from '../../ui/chart/MatrixChart'
import { ShadeLegend } from '../../ui/chart/ShadeLegend'
import { classes as join } from '../../ui/classes'
import { useMedia } from '../../ui/useMedia'
import { CellNavigator, type Cell } from './CellNavigator'
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

/** Rows are true classes, columns predicted ones: what is right lies on the diagonal. */
export function ConfusionMatrix({ evaluation, unit, blank, before, onShow }: ConfusionMatrixProps) {
  const { classes, confusion } = evaluation
  const count = classes.length
  const [cell, setCell] = useState<Cell>({ truth: 0, guess: 0 })
  const [active, setActive] = useState(false)
  const [hasRead, setRead] = useState(false)
  const isTouched = useMedia('(pointer: coarse)')
  const drawing = useMemo(() => confusionDrawing(evaluation, unit), [evaluation, unit])
  const held = cell.truth < count && cell.guess < count ? cell : { truth: 0, guess: 0 }
  const change = before && describeChange(evaluation, before, held)
  const read = describeCell(evaluation, held)
  const description = [read, change].filter(Boolean).join(', ')
  const images = confusion[held.truth * count + held.guess] ?? 0
  const show = onShow && images > 0 ? () => onShow(held, read) : undefined

  return (
    <div className={styles.matrix}>
      <MatrixChart {...drawing} marks={before && { now: confusion, before: before.confusion }}>
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
      <ShadeLegend {...ROW_LEGEND} />
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
