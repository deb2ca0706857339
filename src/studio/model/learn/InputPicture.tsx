import { useMemo, type PointerEvent } from 'react'
import { BRIGHTEST } from '../../../model/learn/examples'
import { isPool, type Plane, type Step } from '../../../model/learn/readStep'
import { placeOver, startAlong, type Place, type WindowWalk } from '../../../model/learn/windowWalk'
import { formatShape } from '../../../model/layers/define'
import { placeAt } from '../../../ui/drawnGrid'
import { traceCells } from './cellPaths'
import { boxOf, GridPicture } from './GridPicture'
import { scaleOf, useView } from './useView'
import styles from './Overlay.module.css'

export interface InputPictureProps {
  readonly walk: WindowWalk
  readonly place: Place
  readonly step: Step
  readonly image: Plane
  onPlace(place: Place): void
}

const ORIGIN: Place = { row: 0, column: 0 }

/** The image that the window walks over, with the window where it is. Where the pointer leads, the window follows. */
export function InputPicture({ walk, place, step, image, onPlace }: InputPictureProps) {
  const { rows, columns, window } = walk
  const view = useView(walk, place, 'input')
  const isTransposed = window.kind === 'transposed'
  const isPadded = !isTransposed && rows.before + rows.after + columns.before + columns.after > 0
  const size = formatShape([rows.input, columns.input])
  const padded = formatShape([rows.input + rows.before + rows.after, columns.input + columns.before + columns.after])
  const taps = useMemo(() => traceCells(step.taps), [step])

  const point = (event: PointerEvent): void => {
    const cell = placeAt(event, event.currentTarget.getBoundingClientRect(), {
      rows: view.rows.length,
      columns: view.columns.length,
    })
    onPlace(placeOver(walk, { row: cell.row + view.rows.start, column: cell.column + view.columns.start }))
  }

  return (
    <GridPicture
      title="Input"
      fact={isPadded ? `${size}, padded to ${padded}` : size}
      view={view}
      values={image}
      origin={ORIGIN}
      most={BRIGHTEST}
      look="pixels"
      margin={isPool(walk) ? '' : '0'}
      scale={scaleOf(walk).input}
    >
      <div className={styles.pointer} onPointerMove={point} onPointerDown={point}>
        <svg
          className={styles.overlay}
          viewBox={boxOf(view)}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Input, ${isPadded ? `${size} pixels, padded to ${padded}` : `${size} pixels`}`}
        >
          {!isTransposed && (
            <g
              className={styles.moves}
              style={{
                transform: `translate(${startAlong(columns, place.column)}px, ${startAlong(rows, place.row)}px)`,
              }}
            >
              <rect width={columns.span} height={rows.span} className={styles.halo} />
              <rect width={columns.span} height={rows.span} className={styles.window} />
            </g>
          )}
          {(isTransposed || window.dilation.some((rate) => rate > 1)) && <path d={taps} className={styles.tap} />}
        </svg>
      </div>
    </GridPicture>
  )
}
