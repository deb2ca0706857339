import { useRef, useState } from 'react'
import styles from './BinBars.module.css'
import { BinDrawing, type BinFigure } from './BinDrawing'
import { boxOf } from './box'
import { scaleOf } from './scale'
import { useBarKeys } from './useBarKeys'
import { useSize } from './useSize'

export interface BinBarsProps extends BinFigure {
  /** Its accessible name. */
  readonly label: string
  /** Called with the index of a bar that is not empty. */
  onPress(bar: number): void
}

/** A histogram whose bars are pressed. */
export function BinBars({ label, x, y, bars, className, onPress }: BinBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const size = useSize(room)
  const box = boxOf(y, size)
  const across = scaleOf(x, box.left, box.right)
  const { group, current, onKeyDown, onFocus } = useBarKeys(bars.length)
  const [read, setRead] = useState<number>()
  const isSeen = box.right > box.left && box.bottom > box.top
  return (
    <div className={styles.chart}>
      <div ref={room} className={styles.room}>
        {isSeen && (
          <>
            <BinDrawing x={x} y={y} bars={bars} className={className} width={size.width} height={size.height} />
            <div ref={group} role="group" aria-label={label}>
              {bars.map(({ from, to, value, says }, at) => (
                <button
                  key={at}
                  type="button"
                  className={styles.press}
                  aria-label={says}
                  aria-disabled={value === 0}
                  tabIndex={at === current ? 0 : -1}
                  style={{
                    left: across(from),
                    width: across(to) - across(from),
                    top: box.top,
                    height: box.bottom - box.top,
                  }}
                  onKeyDown={onKeyDown}
                  onClick={() => value > 0 && onPress(at)}
                  onFocus={() => {
                    onFocus(at)
                    setRead(at)
                  }}
                  onBlur={() => setRead(undefined)}
                  onPointerEnter={() => setRead(at)}
                  onPointerLeave={() => setRead(undefined)}
                />
              ))}
            </div>
          </>
        )}
      </div>
      {/* A screen reader hears the bar itself. */}
      <p className={styles.reading} aria-hidden>
        {read === undefined ? '' : bars[read]?.says}
      </p>
    </div>
  )
}
