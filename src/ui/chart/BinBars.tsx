import { useRef, useState } from 'react'
import { Axes } from './Axes'
import styles from './BinBars.module.css'
import { axisWidth, BOTTOM, RIGHT, TOP } from './box'
import { scaleOf, type ChartAxis } from './scale'
import { useBarKeys } from './useBarKeys'
import { useSize } from './useSize'

export interface BinBar {
  readonly from: number
  readonly to: number
  readonly value: number
  /** Its accessible name, which is also what there is to read: a sentence. */
  readonly says: string
}

export interface BinBarsProps {
  /** Its accessible name. */
  readonly label: string
  readonly x: ChartAxis
  readonly y: ChartAxis
  /** From left to right. */
  readonly bars: readonly BinBar[]
  /** Gives the bars their `fill`. */
  readonly className?: string | undefined
  /** Called with the index of a bar that is not empty. */
  onPress(bar: number): void
}

/** From bar to bar, in pixels. */
const GAP = 1
/** A bar of one among thousands is seen. */
const LEAST = 1.5

/** A histogram whose bars are pressed. */
export function BinBars({ label, x, y, bars, className, onPress }: BinBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const size = useSize(room)
  const longest = Math.max(...y.ticks.map((tick) => y.formatTick(tick).length))
  const box = { left: axisWidth(longest), top: TOP, right: size.width - RIGHT, bottom: size.height - BOTTOM }
  const across = scaleOf(x, box.left, box.right)
  const up = scaleOf(y, box.bottom, box.top)
  const { group, current, onKeyDown, onFocus } = useBarKeys(bars.length)
  const [read, setRead] = useState<number>()
  const isSeen = box.right > box.left && box.bottom > box.top
  return (
    <div className={styles.chart}>
      <div ref={room} className={styles.room}>
        {isSeen && (
          <>
            <svg data-drawing role="presentation" width={size.width} height={size.height} className={styles.drawing}>
              <Axes x={x} y={y} box={box} height={size.height} />
              <g aria-hidden>
                {bars.map(({ from, to, value }, at) => {
                  const high = value > 0 ? Math.max(LEAST, box.bottom - up(value)) : 0
                  return (
                    <rect
                      key={at}
                      x={across(from) + GAP / 2}
                      y={box.bottom - high}
                      width={Math.max(1, across(to) - across(from) - GAP)}
                      height={high}
                      className={className ?? styles.bar}
                    />
                  )
                })}
              </g>
            </svg>
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
