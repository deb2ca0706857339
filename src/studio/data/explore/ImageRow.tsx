import type { ListOrigin } from '../../../store/session/dataPart'
import { memo, useCallback, useRef, useSyncExternalStore } from 'react'
import { classes } from '../../../ui/classes'
import { useDrawing } from '../../../ui/useDrawing'
import styles from './ImageRow.module.css'
import { composeStrip } from './composeStrip'
import { markOf, nameImage } from './describeTaken'
import { pageOf, PAGE_SIZE, type ImagePage, type ImagePages } from './imagePages'
import { hasPosition, type Positions } from './positions'

export interface ImageRowProps {
  readonly pages: ImagePages
  readonly row: number
  readonly columns: number
  /** Images in all rows. */
  readonly count: number
  /** CSS pixels: the side of a cell, and where the row is in the grid. */
  readonly cell: number
  readonly top: number
  /** The column that the keyboard is in, when it is in this row. */
  readonly activeColumn: number | undefined
  readonly selected: Positions
  readonly activeId: string
  /** Why these images are listed. */
  readonly of: ListOrigin | undefined
}

/** Up to this many pixels a side, an image is shown in squares; a larger one is smoothed as it shrinks. */
const PIXELATED = 64

/** One row of images: drawn side by side on one canvas, under cells that can be pointed at and read. */
export const ImageRow = memo(function ImageRow({
  pages,
  row,
  columns,
  count,
  cell,
  top,
  activeColumn,
  selected,
  activeId,
  of,
}: ImageRowProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const first = row * columns
  const end = Math.min(count, first + columns)
  // A row reaches over two pages at most: it is never longer than one.
  const before = usePage(pages, first)
  const after = usePage(pages, end - 1)
  const known = before ?? after
  const side = known ? Math.max(known.width, known.height) : 0

  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      if (side === 0) return
      const strip = composeStrip(side, first, end, (at) => (pageOf(at) === pageOf(first) ? before : after))
      context.putImageData(new ImageData(strip, side * (end - first), side), 0, 0)
    },
    [before, after, side, first, end],
  )
  useDrawing(canvas, draw)

  return (
    <div className={styles.row} role="row" aria-rowindex={row + 1} style={{ height: cell, top }}>
      <canvas
        ref={canvas}
        className={classes(styles.images, side <= PIXELATED && styles.pixelated)}
        width={Math.max(1, side * (end - first))}
        height={Math.max(1, side)}
        style={{ width: cell * (end - first), height: cell }}
        aria-hidden
      />
      {Array.from({ length: end - first }, (_, column) => {
        const at = first + column
        const page = pageOf(at) === pageOf(first) ? before : after
        const facts = page?.items[at % PAGE_SIZE]
        const taken = page?.taken?.[at % PAGE_SIZE]
        const mark = markOf(taken)
        const isSelected = hasPosition(selected, at)
        const isActive = column === activeColumn
        return (
          <div
            key={column}
            role="gridcell"
            aria-colindex={column + 1}
            aria-selected={isSelected}
            aria-label={facts ? nameImage(facts, taken, of) : 'Not loaded yet'}
            data-position={at}
            className={classes(styles.cell, isSelected && styles.selected, isActive && styles.active)}
            style={{ width: cell }}
            {...(isActive && { id: activeId })}
          >
            {mark !== undefined && (
              <span className={classes(styles.mark, !taken?.isOther && styles.right)} aria-hidden>
                {mark}
              </span>
            )}
          </div>
        )
      })}
    </div>
  )
})

function usePage(pages: ImagePages, position: number): ImagePage | undefined {
  return useSyncExternalStore(pages.subscribe, () => pages.page(pageOf(position)))
}
