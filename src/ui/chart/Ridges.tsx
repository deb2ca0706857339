import { useRef } from 'react'
import { Axes } from './Axes'
import { BOTTOM, RIGHT, TOP } from './box'
import styles from './Ridges.module.css'
import { scaleOf, type ChartAxis } from './scale'
import { useSize } from './useSize'

export interface Ridge {
  /** Stands beside it. */
  readonly name: string
  /** Ends of its bins, rising: one more than there are heights. */
  readonly edges: readonly number[]
  readonly heights: ArrayLike<number>
  readonly isChosen: boolean
}

export interface RidgesProps {
  /** All of it in words. */
  readonly label: string
  readonly x: ChartAxis
  /** What the names are. */
  readonly heading: string
  /** From the back to the front. */
  readonly ridges: readonly Ridge[]
}

const NAMES = 56
/** How many rows a ridge may be high. */
const OVERLAP = 2.5

/** Histograms one before the other, each as high as its fullest bin. */
export function Ridges({ label, x, heading, ridges }: RidgesProps) {
  const room = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(room)
  const box = { left: NAMES, top: TOP, right: width - RIGHT, bottom: height - BOTTOM }
  const across = scaleOf(x, box.left, box.right)
  const row = (box.bottom - box.top) / (ridges.length + OVERLAP - 1)
  const every = Math.max(1, Math.ceil(14 / row))
  return (
    <div ref={room} className={styles.chart} role="img" aria-label={label}>
      {box.right > box.left && box.bottom > box.top && (
        <svg data-drawing role="presentation" width={width} height={height} className={styles.drawing}>
          <Axes x={x} y={{ label: heading, from: 0, to: 1, ticks: [], formatTick: String }} box={box} height={height} />
          {ridges.map(({ name, edges, heights, isChosen }, at) => {
            const base = box.top + (at + OVERLAP) * row
            const most = Math.max(1, ...Array.from(heights))
            const steps = Array.from(heights, (value, bin) => {
              const top = base - (value / most) * row * OVERLAP
              return `L${across(edges[bin]!).toFixed(1)} ${top.toFixed(1)}L${across(edges[bin + 1]!).toFixed(1)} ${top.toFixed(1)}`
            })
            const [first, last] = [across(edges[0]!).toFixed(1), across(edges.at(-1)!).toFixed(1)]
            return (
              <g key={at} aria-hidden>
                <path
                  d={`M${first} ${base.toFixed(1)}${steps.join('')}L${last} ${base.toFixed(1)}Z`}
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
      )}
    </div>
  )
}
