import { useRef, type PointerEvent } from 'react'
import { Axes } from '../../../ui/chart/Axes'
import { boxOf } from '../../../ui/chart/box'
import { scaleOf, valueAt, type ChartAxis } from '../../../ui/chart/scale'
import { useSize } from '../../../ui/chart/useSize'
import styles from './HistogramChart.module.css'
import { drawBars, nameChannels, scaleCounts, type HistogramScale } from './histogramShape'

export interface HistogramChartProps {
  /** One or three, each with as many counts as there are values. */
  readonly channels: readonly (readonly number[])[]
  readonly scale: HistogramScale
  /** That is read. */
  readonly value: number | undefined
  onPoint(value: number | undefined): void
}

const VALUES = 256

/** A value has its bar around it. */
const AXIS: ChartAxis = {
  label: 'Value, from black to white',
  from: -0.5,
  to: VALUES - 0.5,
  ticks: [0, 64, 128, 192, 255],
  formatTick: String,
}

/** Bars of all values side by side, of several channels one over the other. */
export function HistogramChart({ channels, scale, value, onPoint }: HistogramChartProps) {
  const room = useRef<HTMLDivElement>(null)
  const size = useSize(room)
  const { width, height } = size
  const counts = scaleCounts(channels, scale)
  const box = boxOf(counts, size)
  const across = scaleOf(AXIS, box.left, box.right)
  const up = scaleOf(counts, box.bottom, box.top)
  const names = nameChannels(channels.length)
  const isGrey = channels.length === 1
  const point = ({ clientX, currentTarget }: PointerEvent): void => {
    const { left } = currentTarget.getBoundingClientRect()
    const share = (clientX - left - box.left) / (box.right - box.left)
    onPoint(Math.max(0, Math.min(VALUES - 1, Math.round(valueAt(AXIS, share)))))
  }
  return (
    <div
      ref={room}
      className={styles.plot}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(undefined)}
    >
      {box.right > box.left && (
        <svg data-drawing role="presentation" width={width} height={height} className={styles.drawing}>
          <Axes x={AXIS} y={counts} box={box} height={height} />
          <g aria-hidden>
            {channels.map((channel, at) => (
              <path
                key={at}
                d={drawBars(channel, (bar) => across(bar - 0.5), up)}
                className={styles[isGrey ? 'grey' : (names[at] ?? '').toLowerCase()]}
              />
            ))}
            {value !== undefined && (
              <rect
                x={across(value - 0.5)}
                y={box.top}
                width={Math.max(1, across(1) - across(0))}
                height={box.bottom - box.top}
                className={styles.cursor}
              />
            )}
          </g>
        </svg>
      )}
    </div>
  )
}
