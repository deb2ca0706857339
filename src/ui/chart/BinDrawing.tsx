import { Axes } from './Axes'
import styles from './BinDrawing.module.css'
import { boxOf, type Size } from './box'
import { scaleOf, type ChartAxis } from './scale'

export interface BinBar {
  readonly from: number
  readonly to: number
  readonly value: number
  /** Its accessible name, which is also what there is to read: a sentence. */
  readonly says: string
}

/** What is drawn, whatever its size. */
export interface BinFigure {
  readonly x: ChartAxis
  readonly y: ChartAxis
  /** From left to right. */
  readonly bars: readonly BinBar[]
  /** Gives the bars their `fill`. */
  readonly className?: string | undefined
}

/** From bar to bar, in pixels. */
const GAP = 1
/** A bar of one among thousands is seen. */
const LEAST = 1.5

/** The bars of a histogram, as SVG. */
export function BinDrawing({ x, y, bars, className, width, height }: BinFigure & Size) {
  const box = boxOf(y, { width, height })
  const across = scaleOf(x, box.left, box.right)
  const up = scaleOf(y, box.bottom, box.top)
  return (
    <svg
      data-drawing
      role="presentation"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.drawing}
    >
      <Axes x={x} y={y} box={box} height={height} />
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
  )
}
