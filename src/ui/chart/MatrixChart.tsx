import { useRef, type ReactNode } from 'react'
import { matrixBoxOf } from './matrixBox'
import styles from './MatrixChart.module.css'
import { MatrixDrawing, type MatrixDrawingProps } from './MatrixDrawing'
import { useSize } from './useSize'

export interface MatrixChartProps extends Omit<MatrixDrawingProps, 'box' | 'scrolls'> {
  /** No cell is wider, in pixels. */
  readonly widestCell?: number
  /** Lies over the cells. */
  readonly children?: ReactNode
}

/** In pixels. Below it a cell can't be pointed at: a larger matrix scrolls. */
const SMALLEST_CELL = 4

/** A matrix as wide as its room, whose cells can be pointed at. */
export function MatrixChart({ widestCell = Infinity, children, ...drawing }: MatrixChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const box = matrixBoxOf(drawing.names, width, { smallest: SMALLEST_CELL, widest: widestCell })
  const scrolls = box.width > width + 1
  return (
    <div ref={room} className={styles.room} style={scrolls && width > 0 ? { maxHeight: width } : undefined}>
      {width > 0 && (
        <div className={styles.matrix} style={{ width: box.width, height: box.height }}>
          <MatrixDrawing {...drawing} box={box} scrolls={scrolls} />
          <div className={styles.over} style={{ left: box.left, top: box.top, width: box.side, height: box.side }}>
            {children}
          </div>
        </div>
      )}
    </div>
  )
}
