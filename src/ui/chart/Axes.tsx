import styles from './Axes.module.css'
import type { Box } from './box'
import { scaleOf, type ChartAxis } from './scale'

export interface AxesProps {
  /** Along. */
  readonly x: ChartAxis
  readonly y: ChartAxis
  readonly box: Box
  /** Of the whole chart, in pixels. */
  readonly height: number
}

/** Ticks of the axis along are so far apart at least. */
const TICK_ROOM = 44

/** The axes of a chart with their titles, ticks and lines. */
export function Axes({ x, y, box, height }: AxesProps) {
  const across = scaleOf(x, box.left, box.right)
  const up = scaleOf(y, box.bottom, box.top)
  return (
    <g aria-hidden className={styles.axes}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line x1={box.left} x2={box.right} y1={up(tick)} y2={up(tick)} className={styles.grid} />
          <text x={box.left - 8} y={up(tick)} className={styles.valueTick}>
            {y.formatTick(tick)}
          </text>
        </g>
      ))}
      <line x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} className={styles.axis} />
      {spread(x.ticks, across).map((tick) => (
        <text key={tick} x={across(tick)} y={box.bottom + 14} className={styles.tick}>
          {x.formatTick(tick)}
        </text>
      ))}
      <text x={(box.left + box.right) / 2} y={height - 6} className={styles.tick}>
        {x.label}
      </text>
      <text transform={`translate(14 ${(box.top + box.bottom) / 2}) rotate(-90)`} className={styles.tick}>
        {y.label}
      </text>
    </g>
  )
}

/** Of ticks that would stand too close together, every second, third and so on. */
function spread(ticks: readonly number[], across: (value: number) => number): readonly number[] {
  const room = ticks.length > 1 ? across(ticks[1]!) - across(ticks[0]!) : TICK_ROOM
  const every = Math.max(1, Math.ceil(TICK_ROOM / Math.max(1, room)))
  return ticks.filter((_, at) => at % every === 0)
}
