import { useId, useMemo, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { BRIGHTEST } from '../../../model/learn/examples'
import { isPool, readOutput, type Plane, type Step } from '../../../model/learn/readStep'
import { startAlong, type Place, type WindowWalk } from '../../../model/learn/windowWalk'
import { formatShape } from '../../../model/layers/define'
import { placeAt, placeByKey } from '../../../ui/drawnGrid'
import { boxOf, GridPicture } from './GridPicture'
import styles from './Overlay.module.css'
import { scaleOf, useView } from './useView'

export interface OutputPictureProps {
  readonly walk: WindowWalk
  readonly place: Place
  readonly step: Step
  readonly image: Plane
  readonly kernel: Plane
  /** What happens at the place, in a sentence. */
  readonly description: string
  readonly outputRef: RefObject<HTMLDivElement | null>
  onPlace(place: Place): void
  onPlay(): void
  onFocus(isFocused: boolean): void
}

/** With more stamps on one pixel, their outlines are but a tangle. */
const MOST_STAMPS = 16

/** What the window has made of the image. Pointer and arrow keys choose the pixel that is explained. */
export function OutputPicture({
  walk,
  place,
  step,
  image,
  kernel,
  description,
  outputRef,
  onPlace,
  onPlay,
  onFocus,
}: OutputPictureProps) {
  const id = useId()
  const { rows, columns, window } = walk
  const view = useView(walk, place, 'output')
  const part = useMemo(() => readPart(walk, view, image, kernel), [walk, view, image, kernel])
  const size = { rows: rows.output, columns: columns.output }
  const cut = formatShape([
    rows.output + rows.before + Math.max(0, rows.after),
    columns.output + columns.before + Math.max(0, columns.after),
  ])
  const isCut = window.kind === 'transposed' && cut !== formatShape([size.rows, size.columns])
  const cellId = `${id}-${place.row}-${place.column}`

  const point = (event: PointerEvent): void => {
    const cell = placeAt(event, event.currentTarget.getBoundingClientRect(), {
      rows: view.rows.length,
      columns: view.columns.length,
    })
    onPlace({
      row: Math.max(0, Math.min(size.rows - 1, cell.row + view.rows.start)),
      column: Math.max(0, Math.min(size.columns - 1, cell.column + view.columns.start)),
    })
  }
  const press = (event: KeyboardEvent): void => {
    const isWide = event.ctrlKey || event.metaKey
    const next =
      isWide && event.key === 'Home'
        ? { row: 0, column: 0 }
        : isWide && event.key === 'End'
          ? { row: size.rows - 1, column: size.columns - 1 }
          : placeByKey(event.key, place, size)
    if (event.key === ' ') onPlay()
    else if (next) onPlace(next)
    else return
    event.preventDefault()
  }

  return (
    <GridPicture
      title="Output"
      fact={`${formatShape([size.rows, size.columns])}${isCut ? `, cut out of ${cut}` : ''}`}
      view={view}
      values={part.values}
      origin={part.origin}
      most={part.most}
      look={isPool(walk) ? 'pixels' : 'sums'}
      scale={scaleOf(walk).output}
    >
      <div
        ref={outputRef}
        className={styles.pointer}
        role="grid"
        aria-label="Output pixels: the arrow keys move, Space plays"
        aria-readonly
        aria-rowcount={size.rows}
        aria-colcount={size.columns}
        aria-activedescendant={cellId}
        tabIndex={0}
        onPointerMove={point}
        onPointerDown={point}
        onKeyDown={press}
        onFocus={() => onFocus(true)}
        onBlur={() => onFocus(false)}
      >
        <svg className={styles.overlay} viewBox={boxOf(view)} preserveAspectRatio="none" aria-hidden>
          {window.kind === 'transposed' &&
            step.taps.length <= MOST_STAMPS &&
            step.taps.map(({ row, column }) => (
              <rect
                key={`${row} ${column}`}
                x={startAlong(columns, column)}
                y={startAlong(rows, row)}
                width={columns.span}
                height={rows.span}
                className={styles.stamp}
              />
            ))}
          <g className={styles.moves} style={{ transform: `translate(${place.column}px, ${place.row}px)` }}>
            <rect width={1} height={1} className={styles.halo} />
            <rect width={1} height={1} className={styles.window} />
          </g>
        </svg>
        <div role="row" aria-rowindex={place.row + 1}>
          {/* Another place is another element: a screen reader reads what the focus has moved to. */}
          <div
            key={cellId}
            id={cellId}
            role="gridcell"
            aria-colindex={place.column + 1}
            aria-label={description}
            className={styles.cell}
            style={{
              left: `${(100 * (place.column - view.columns.start)) / view.columns.length}%`,
              top: `${(100 * (place.row - view.rows.start)) / view.rows.length}%`,
              width: `${100 / view.columns.length}%`,
              height: `${100 / view.rows.length}%`,
            }}
          />
        </div>
      </div>
    </GridPicture>
  )
}

interface OutputPart {
  readonly values: Plane
  readonly origin: Place
  readonly most: number
}

/** The results that are on show; around them lies what is cut off. */
function readPart(walk: WindowWalk, view: ReturnType<typeof useView>, image: Plane, kernel: Plane): OutputPart {
  const along = (axis: 'rows' | 'columns'): { readonly start: number; readonly length: number } => {
    const start = Math.max(0, view[axis].start)
    return { start, length: Math.min(walk[axis].output, view[axis].start + view[axis].length) - start }
  }
  const [rows, columns] = [along('rows'), along('columns')]
  const origin = { row: rows.start, column: columns.start }
  const values = readOutput(walk, origin, { rows: rows.length, columns: columns.length }, image, kernel)
  const largest = Array.from(values.values).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return { values, origin, most: isPool(walk) ? BRIGHTEST : Math.max(1, largest) }
}
