import { useRef } from 'react'
import { cutName, nameColumn } from './names'
import styles from './StackedBars.module.css'
import { useSize } from './useSize'

export interface StackedRow {
  readonly name: string
  /** One a part. */
  readonly values: readonly number[]
  /** Their sum. */
  readonly total: number
  /** What stands behind the bar. */
  readonly text: string
  /** All of it in words. */
  readonly says: string
}

export interface StackedBarsProps {
  /** Its accessible name. */
  readonly label: string
  /** What the rows are, and what the bars are long by. */
  readonly heading: string
  readonly unit: string
  /** Give the parts of a bar their `fill`. */
  readonly parts: readonly (string | undefined)[]
  readonly rows: readonly StackedRow[]
}

/** In pixels. */
const ROW = 20
const BAR = 10
const GAP = 8
const DIGIT = 7.2
const RIGHT = 2

/** Bars in rows with a name each, in parts one behind the other. */
export function StackedBars({ label, heading, unit, parts, rows }: StackedBarsProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width } = useSize(room)
  const height = (rows.length + 1) * ROW
  const { width: nameWidth, letters } = nameColumn([heading, ...rows.map(({ name }) => name)], width)
  const textWidth = DIGIT * Math.max(unit.length, ...rows.map(({ text }) => text.length))
  const left = nameWidth + GAP
  const right = width - RIGHT
  const largest = Math.max(1, ...rows.map(({ total }) => total))
  const pixels = Math.max(0, right - textWidth - GAP - left) / largest
  return (
    <div ref={room} style={{ height }}>
      {width > 0 && (
        <svg data-drawing role="img" aria-label={label} width={width} height={height} className={styles.drawing}>
          <text x={0} y={ROW / 2} className={styles.title}>
            {heading}
          </text>
          <text x={right} y={ROW / 2} className={styles.unit}>
            {unit}
          </text>
          {rows.map(({ name, values, text, says }, row) => {
            const middle = (row + 1.5) * ROW
            return (
              <g key={row} className={styles.row}>
                <title>{says}</title>
                <rect x={0} y={middle - ROW / 2} width={width} height={ROW} className={styles.ground} />
                <text x={0} y={middle} className={styles.title}>
                  {cutName(name, letters)}
                </text>
                {values.map((value, part) => (
                  <rect
                    key={part}
                    x={left + pixels * values.slice(0, part).reduce((sum, each) => sum + each, 0)}
                    y={middle - BAR / 2}
                    width={value > 0 ? Math.max(1, pixels * value) : 0}
                    height={BAR}
                    className={parts[part]}
                  />
                ))}
                <text x={right} y={middle} className={styles.total}>
                  {text}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}
