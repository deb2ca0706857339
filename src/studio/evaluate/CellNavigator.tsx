import { useEffect, useId, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { classes } from '../../ui/classes'
import { placeAt, placeByKey, type GridPlace } from '../../ui/drawnGrid'
import styles from './CellNavigator.module.css'

export interface Cell {
  readonly truth: number
  readonly guess: number
}

export interface CellNavigatorProps {
  /** Cells along each side. */
  readonly count: number
  /** The cell that is read. */
  readonly cell: Cell
  /** What it says. */
  readonly description: string
  /** Whether the pointer or the focus is on it. */
  readonly active: boolean
  onMove(cell: Cell): void
  /** Enter, or a press. */
  onChoose?: ((cell: Cell) => void) | undefined
  onLeave(): void
}

/**
 * Lies over the drawn matrix. It finds the cell under the pointer, and the arrow keys move from cell to cell. Only the cell that is read is
 * an element of the grid, so that 200 × 200 cells cost no more than one.
 */
export function CellNavigator({ count, cell, description, active, onMove, onChoose, onLeave }: CellNavigatorProps) {
  const id = useId()
  const side = 100 / count
  const cursor = useRef<HTMLDivElement>(null)

  // A matrix of many classes scrolls.
  useEffect(() => {
    if (active) cursor.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active, cell])

  const size = { rows: count, columns: count }
  const move = ({ row, column }: GridPlace): void => onMove({ truth: row, guess: column })

  const point = (event: PointerEvent): void => move(placeAt(event, event.currentTarget.getBoundingClientRect(), size))
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onChoose?.(cell)
    const next = placeByKey(event.key, { row: cell.truth, column: cell.guess }, size)
    if (!next) return
    event.preventDefault()
    move(next)
  }

  return (
    <div
      role="grid"
      aria-label="Cells: rows are true classes, columns predicted ones"
      aria-readonly
      aria-rowcount={count}
      aria-colcount={count}
      aria-activedescendant={id}
      tabIndex={0}
      className={styles.grid}
      onPointerMove={point}
      onPointerDown={point}
      onClick={() => onChoose?.(cell)}
      onPointerLeave={onLeave}
      onKeyDown={press}
      onFocus={() => onMove(cell)}
      onBlur={onLeave}
    >
      <div role="row" aria-rowindex={cell.truth + 1}>
        <div
          ref={cursor}
          id={id}
          role="gridcell"
          aria-colindex={cell.guess + 1}
          aria-label={description}
          className={classes(styles.cursor, active && styles.active)}
          style={{
            left: `${cell.guess * side}%`,
            top: `${cell.truth * side}%`,
            width: `${side}%`,
            height: `${side}%`,
          }}
        />
      </div>
    </div>
  )
}
