import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode, type Ref } from 'react'
import { classes } from '../../../../ui/classes'
import { useSize } from '../../../../ui/chart/useSize'
import { placeAt, placeByKey, type GridPlace } from '../../../../ui/drawnGrid'
import { Raster } from '../../../../ui/Raster'
import styles from './ValueGrid.module.css'

export interface ValueGridProps {
  /** Its accessible name. */
  readonly label: string
  readonly rows: number
  readonly columns: number
  /** RGBA, row by row. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  /** The cell that is chosen. */
  readonly place: GridPlace
  /** What a cell says: `Row 4, column 7: 0.31`. */
  read(place: GridPlace): string
  /** What is written in a cell where there is room, and whether the cell is bright. */
  write?(place: GridPlace): { readonly text: string; readonly isBright: boolean }
  onPlace(place: GridPlace): void
  readonly gridRef?: Ref<HTMLDivElement>
  /** Lies over the picture. */
  readonly children?: ReactNode
}

/** In a narrower cell there is no room for its number. */
const NUMBERED_PIXELS = 38

/** A picture in values: the pointer and the arrow keys read them, and a press chooses one. */
export function ValueGrid({
  label,
  rows,
  columns,
  rgba,
  place,
  read,
  write,
  onPlace,
  gridRef,
  children,
}: ValueGridProps) {
  const id = useId()
  const room = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(room)
  const [over, setOver] = useState<GridPlace>()
  const size = { rows, columns }
  const shown = over ?? place
  const cellId = `${id}-${place.row}-${place.column}`
  const cell = { width: width / columns, height: height / rows }

  const at = (event: PointerEvent): GridPlace => placeAt(event, event.currentTarget.getBoundingClientRect(), size)
  const press = (event: KeyboardEvent): void => {
    const next = placeByKey(event.key, place, size)
    if (!next) return
    event.preventDefault()
    setOver(undefined)
    onPlace(next)
  }

  return (
    <div className={styles.view}>
      <div className={styles.stage}>
        <div
          ref={room}
          className={styles.frame}
          style={{
            aspectRatio: `${columns} / ${rows}`,
            maxWidth: `calc(var(--stage) * ${Math.min(1, columns / rows)})`,
          }}
        >
          <Raster rgba={rgba} width={columns} height={rows} />
          {width > 0 && (
            <svg data-drawing role="presentation" className={styles.drawing} width={width} height={height}>
              {write && Math.min(cell.width, cell.height * 1.5) >= NUMBERED_PIXELS && (
                <g aria-hidden>
                  {Array.from({ length: rows * columns }, (_, index) => {
                    const [row, column] = [Math.floor(index / columns), index % columns]
                    const { text, isBright } = write({ row, column })
                    return (
                      <text
                        key={index}
                        x={(column + 0.5) * cell.width}
                        y={(row + 0.5) * cell.height}
                        fontSize={Math.min(12, cell.width / (0.62 * Math.max(4, text.length)))}
                        fill={isBright ? '#11141a' : '#f4f6fa'}
                      >
                        {text}
                      </text>
                    )
                  })}
                </g>
              )}
            </svg>
          )}
          {children}
          <div
            ref={gridRef}
            className={styles.grid}
            role="grid"
            aria-label={label}
            aria-readonly
            aria-rowcount={rows}
            aria-colcount={columns}
            aria-activedescendant={cellId}
            tabIndex={0}
            onPointerMove={(event) => (event.buttons === 1 ? onPlace(at(event)) : setOver(at(event)))}
            onPointerDown={(event) => onPlace(at(event))}
            onPointerLeave={() => setOver(undefined)}
            onKeyDown={press}
          >
            <div role="row" aria-rowindex={place.row + 1}>
              {/* Another place is another element: a screen reader reads what the focus has moved to. */}
              <div
                key={cellId}
                id={cellId}
                role="gridcell"
                aria-colindex={place.column + 1}
                aria-label={read(place)}
                className={classes(styles.cell, styles.chosen)}
                style={boxOf(place, size)}
              />
            </div>
            {over && <div className={classes(styles.cell, styles.over)} style={boxOf(over, size)} aria-hidden />}
          </div>
        </div>
      </div>
      <p className={styles.reading} aria-hidden>
        {read(shown)}
      </p>
    </div>
  )
}

function boxOf({ row, column }: GridPlace, { rows, columns }: { readonly rows: number; readonly columns: number }) {
  return {
    left: `${(100 * column) / columns}%`,
    top: `${(100 * row) / rows}%`,
    width: `${100 / columns}%`,
    height: `${100 / rows}%`,
  }
}
