import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import styles from './ConfusionMatrix.module.css'

export interface Cell {
  readonly truth: number
  readonly guess: number
}

export interface CellNavigatorProps {
  /** Cells along each side. */
  readonly count: number
  readonly cell: Cell | undefined
  onCell(cell: Cell | undefined): void
  readonly children: ReactNode
}

/** Below this a cell can't be pointed at: larger matrices scroll. */
const SMALLEST_CELL_REM = 0.25

/** Finds the cell under the pointer, and moves from cell to cell with the arrow keys. */
export function CellNavigator({ count, cell, onCell, children }: CellNavigatorProps) {
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    onCell({
      truth: hold(Math.floor(((event.clientY - top) / height) * count), count),
      guess: hold(Math.floor(((event.clientX - left) / width) * count), count),
    })
  }
  const press = (event: KeyboardEvent): void => {
    const move = MOVES[event.key]
    if (!move) return
    event.preventDefault()
    const from = cell ?? { truth: 0, guess: 0 }
    onCell({ truth: hold(from.truth + move[0], count), guess: hold(from.guess + move[1], count) })
  }
  return (
    <div className={styles.scroller}>
      <div
        role="application"
        aria-label="Cells of the confusion matrix, read with the arrow keys"
        tabIndex={0}
        className={styles.cells}
        style={{ minWidth: `${count * SMALLEST_CELL_REM}rem` }}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => onCell(undefined)}
        onKeyDown={press}
        onFocus={() => onCell(cell ?? { truth: 0, guess: 0 })}
        onBlur={() => onCell(undefined)}
      >
        {children}
      </div>
    </div>
  )
}

/** Along the true and the predicted classes. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
}

function hold(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index))
}
