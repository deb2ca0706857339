import { useRef } from 'react'
import { useMedia } from '../useMedia'
import { cutName, nameColumn } from './names'
import styles from './RowBars.module.css'
import { useBarKeys } from './useBarKeys'
import { useSize } from './useSize'

export interface BarColumn {
  readonly title: string
  /** The value of the longest bar. */
  readonly most: number
  readonly className?: string | undefined
}

export interface BarRow {
  readonly name: string
  /** One a column; `null` has no bar. */
  readonly values: readonly (number | null)[]
  /** What stands behind the bars, one a column. */
  readonly texts: readonly string[]
  /** Its accessible name: all of it in words. */
  readonly says: string
}

export interface RowBarsProps {
  /** Its accessible name. */
  readonly label: string
  /** What the rows are. */
  readonly heading: string
  readonly columns: readonly BarColumn[]
  readonly rows: readonly BarRow[]
  onPress(row: number): void
}

/** In pixels. */
const HEAD = 20
const ROW = 20
/** Where fingers press. */
const TALL_ROW = 32
const BAR = 10
const GAP = 12
/** From a bar to its value. */
const BESIDE = 5
/** A digit is some so wide. */
const DIGIT = 7.8

/** Bars side by side in rows with a name each, so that hundreds only scroll. A row is pressed. */
export function RowBars({ label, heading, columns, rows, onPress }: RowBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const { group, current, onKeyDown, onFocus } = useBarKeys(rows.length)
  const tall = useMedia('(pointer: coarse)') ? TALL_ROW : ROW
  const height = HEAD + rows.length * tall + 4
  const { width: nameWidth, letters } = nameColumn([heading, ...rows.map(({ name }) => name)], width)
  const textWidths = columns.map((_, at) => DIGIT * Math.max(...rows.map(({ texts }) => texts[at]!.length), 1) + BESIDE)
  const barWidth =
    (width - nameWidth - textWidths.reduce((sum, each) => sum + each, 0) - columns.length * GAP) / columns.length
  const lefts = columns.map(
    (_, at) => nameWidth + GAP + at * (barWidth + GAP) + textWidths.slice(0, at).reduce((sum, each) => sum + each, 0),
  )
  return (
    <div className={styles.scroller}>
      <div ref={room} className={styles.room} style={{ height }}>
        {width > 0 && (
          <>
            <svg data-drawing role="presentation" width={width} height={height} className={styles.drawing}>
              <g aria-hidden>
                <text x={0} y={HEAD / 2} className={styles.title}>
                  {heading}
                </text>
                {columns.map(({ title }, at) => (
                  <text key={title} x={lefts[at]} y={HEAD / 2} className={styles.title}>
                    {title}
                  </text>
                ))}
                {rows.map(({ name, values, texts }, row) => {
                  const middle = HEAD + (row + 0.5) * tall
                  return (
                    <g key={row}>
                      <text x={0} y={middle} className={styles.name}>
                        {cutName(name, letters)}
                      </text>
                      {columns.map(({ title, most, className }, at) => {
                        const value = values[at] ?? 0
                        const long = most > 0 ? Math.max(0, (value / most) * barWidth) : 0
                        return (
                          <g key={title}>
                            <rect
                              x={lefts[at]}
                              y={middle - BAR / 2}
                              width={value > 0 ? Math.max(1, long) : 0}
                              height={BAR}
                              rx={1.5}
                              className={className ?? styles.bar}
                            />
                            <text x={lefts[at]! + long + BESIDE} y={middle} className={styles.name}>
                              {texts[at]}
                            </text>
                          </g>
                        )
                      })}
                    </g>
                  )
                })}
              </g>
            </svg>
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
