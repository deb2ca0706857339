import { Axes } from './Axes'
import { BOTTOM, RIGHT, TOP, type Size } from './box'
import styles from './RidgeDrawing.module.css'
import { scaleOf, type ChartAxis } from './scale'

export interface Ridge {
  /** Stands beside it. */
  readonly name: string
  /** Ends of its bins, rising: one more than there are heights. */
  readonly edges: readonly number[]
  readonly heights: ArrayLike<number>
  readonly isChosen: boolean
}

/** What is drawn, whatever its size. */
export interface RidgeFigure {
  readonly x: ChartAxis
  /** What the names are. */
  readonly heading: string
  /** From the back to the front. */
  readonly ridges: readonly Ridge[]
}

const NAMES = 56
/** How many rows a ridge may be high. */
const OVERLAP = 2.5
/** Names are so far apart at least. */
const NAME_ROOM = 14

/** Histograms one before the other, each as high as its fullest bin, as SVG. */
export function RidgeDrawing({ x, heading, ridges, width, height }: RidgeFigure & Size) {
  const box = { left: NAMES, top: TOP, right: width - RIGHT, bottom: height - BOTTOM }
  const across = scaleOf(x, box.left, box.right)
  const row = (box.bottom - box.top) / (ridges.length + OVERLAP - 1)
  const every = Math.max(1, Math.ceil(NAME_ROOM / row))
  return (
    <svg
      data-drawing
      role="presentation"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={styles.drawing}
    >
      <Axes x={x} y={{ label: heading, from: 0, to: 1, ticks: [], formatTick: String }} box={box} height={height} />
      {ridges.map(({ name, edges, heights, isChosen }, at) => {
        const base = box.top + (at + OVERLAP) * row
        const most = Math.max(1, ...Array.from(heights))
        const steps = Array.from(
          heights,
          (value, bin) =>
            `V${(base - (value / most) * row * OVERLAP).toFixed(1)}H${across(edges[bin + 1]!).toFixed(1)}`,
        )
        return (
          <g key={at} aria-hidden>
            <path
              d={`M${across(edges[0]!).toFixed(1)} ${base.toFixed(1)}${steps.join('')}V${base.toFixed(1)}Z`}
              className={isChosen ? styles.chosen : styles.ridge}
            />
            {(at % every === 0 || isChosen) && (
              <text x={box.left - 8} y={base} className={isChosen ? styles.chosenName : styles.name}>
                {name}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}
