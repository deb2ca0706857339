import { useMemo, useRef } from 'react'
import { useBarKeys } from '../../../../ui/chart/useBarKeys'
import { useSize } from '../../../../ui/chart/useSize'
import { classes } from '../../../../ui/classes'
import { Raster } from '../../../../ui/Raster'
import styles from './MapGrid.module.css'

export interface SmallMap {
  /** What stands below it. */
  readonly caption: string
  /** Its accessible name: all of it in words. */
  readonly says: string
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

export interface MapGridProps {
  /** Its accessible name. */
  readonly label: string
  readonly rows: number
  readonly columns: number
  readonly maps: readonly SmallMap[]
  /** Which of them is chosen; none where it is not among them. */
  readonly chosen: number | undefined
  onChoose(map: number): void
}

/** In pixels. */
const GAP = 8
const CAPTION = 16
const SIDES = { least: 44, most: 150 }
/** Maps are smaller where they would take more height. */
const ROOM = 330

/** Small pictures side by side. One is pressed. */
export function MapGrid({ label, rows, columns, maps, chosen, onChoose }: MapGridProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const { group, current, onKeyDown, onFocus } = useBarKeys(maps.length)
  const { across, side, high } = useMemo(
    () => layOut(width, maps.length, rows / columns),
    [width, maps.length, rows, columns],
  )
  const down = Math.ceil(maps.length / across)
  const height = down * (high + CAPTION + GAP)
  return (
    <div ref={room} className={styles.room} style={{ height: width > 0 ? height : undefined }}>
      {width > 0 && (
        <>
          <div ref={group} role="group" aria-label={label}>
            {maps.map(({ says, rgba }, at) => (
              <button
                key={at}
                type="button"
                className={classes(styles.map, at === chosen && styles.chosen)}
                aria-label={says}
                title={says}
                aria-pressed={at === chosen}
                tabIndex={at === current ? 0 : -1}
                style={{
                  left: (at % across) * (side + GAP),
                  top: Math.floor(at / across) * (high + CAPTION + GAP),
                  width: side,
                  height: high,
                }}
                onKeyDown={onKeyDown}
                onFocus={() => onFocus(at)}
                onClick={() => onChoose(at)}
              >
                <Raster rgba={rgba} width={columns} height={rows} />
              </button>
            ))}
          </div>
          <svg data-drawing role="presentation" className={styles.drawing} width={width} height={height}>
            <g aria-hidden>
              {maps.map(({ caption }, at) => (
                <text
                  key={at}
                  x={(at % across) * (side + GAP) + side / 2}
                  y={Math.floor(at / across) * (high + CAPTION + GAP) + high + CAPTION / 2 + 2}
                  className={at === chosen ? styles.strong : styles.caption}
                >
                  {caption}
                </text>
              ))}
            </g>
          </svg>
        </>
      )}
    </div>
  )
}

/** As large as there is room for: all are to be seen at once. @param ratio of height to width. */
function layOut(width: number, count: number, ratio: number) {
  const most = Math.max(1, Math.floor((width + GAP) / (SIDES.least + GAP)))
  const withColumns = (across: number) => {
    const side = Math.min(SIDES.most, Math.floor((width - (across - 1) * GAP) / across))
    return { across, side, high: Math.max(6, Math.min(2 * SIDES.most, Math.round(side * ratio))) }
  }
  for (let across = 1; across < most; across++) {
    const { high, side } = withColumns(across)
    const isFull = across * (side + GAP) + side > width
    if (isFull && Math.ceil(count / across) * (high + CAPTION + GAP) <= ROOM) return withColumns(across)
  }
  return withColumns(most)
}
