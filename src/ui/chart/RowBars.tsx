import { useRef } from 'react'
import { useMedia } from '../useMedia'
import styles from './RowBars.module.css'
import { HEAD, heightOf, ROW, RowDrawing, type RowFigure } from './RowDrawing'
import { useBarKeys } from './useBarKeys'
import { useSize } from './useSize'

export interface RowBarsProps extends RowFigure {
  /** Its accessible name. */
  readonly label: string
  onPress(row: number): void
}

/** Where fingers press, in pixels. */
const TALL_ROW = 32

/** Bars side by side in rows with a name each, so that hundreds only scroll. A row is pressed. */
export function RowBars({ label, heading, columns, rows, onPress }: RowBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const { group, current, onKeyDown, onFocus } = useBarKeys(rows.length)
  const tall = useMedia('(pointer: coarse)') ? TALL_ROW : ROW
  return (
    <div className={styles.scroller}>
      <div ref={room} className={styles.room} style={{ height: heightOf(rows.length, tall) }}>
        {width > 0 && (
          <>
            <RowDrawing heading={heading} columns={columns} rows={rows} width={width} rowHeight={tall} />
            <div ref={group} role="group" aria-label={label}>
              {rows.map(({ says }, row) => (
                <button
                  key={row}
                  type="button"
                  className={styles.press}
                  aria-label={says}
                  tabIndex={row === current ? 0 : -1}
                  style={{ top: HEAD + row * tall, height: tall }}
                  onKeyDown={onKeyDown}
                  onClick={() => onPress(row)}
                  onFocus={() => onFocus(row)}
                />
              ))}
            </div>
          </>
        )}
      </div>
    </div>
  )
}
