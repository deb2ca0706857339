import { useCallback, useMemo } from 'react'
import { scaleTo } from '../../figures/run/axes'
import curveStyles from '../../figures/run/curve.module.css'
import { SWEEP, type SweepPoints } from '../../model/training/rateFinder'
import { sayRate } from '../../model/training/sayRate'
import { LineChart } from '../../ui/chart/LineChart'
import type { ChartMark } from '../../ui/chart/LineDrawing'
import reading from '../../ui/chart/reading.module.css'
import type { ChartAxis } from '../../ui/chart/scale'
import { Swatch } from '../../ui/chart/Swatch'
import { formatLoss } from '../../ui/format'
import styles from './RateChart.module.css'

export interface RateMark {
  readonly name: string
  readonly rate: number
}

export interface RateChartProps {
  readonly points: SweepPoints
  readonly marks: readonly RateMark[]
}

const RATES: ChartAxis = {
  label: 'Learning rate',
  from: SWEEP.from,
  to: SWEEP.to,
  ticks: Array.from({ length: 9 }, (_, i) => Number(`1e${i - 7}`)),
  isLog: true,
  formatTick: (rate) => (rate < 1e-3 ? rate.toExponential(0) : String(rate)),
}
/** The rise at the end may leave through the top. */
const HEADROOM = 1.5
const SMALLEST_LOSS = 1e-6
/** Below the names of the marks, in pixels. */
const READING_TOP = 24

/** The loss of each step and the smoothed loss over the learning rate, which has a logarithmic axis. */
export function RateChart({ points, marks }: RateChartProps) {
  // The columns of a sweep grow in place.
  const { rates, losses, smoothed } = points
  const values = scaleTo(Math.max(SMALLEST_LOSS, Math.min(Math.max(...losses), HEADROOM * smoothed[0]!)))
  const lines = [
    { key: 'loss', xs: rates, ys: losses, className: styles.raw },
    { key: 'smoothed', xs: rates, ys: smoothed, className: curveStyles.training },
  ]
  const places = useMemo(() => placeMarks(marks), [marks])
  const read = useCallback((place: number) => <RateReading points={points} place={place} />, [points])
  return (
    <div className={styles.plot}>
      <LineChart
        label="Loss by learning rate; the arrow keys read it"
        x={RATES}
        y={{ label: 'Loss (nats)', from: 0, to: values.end, ticks: values.ticks, formatTick: String }}
        lines={lines}
        marks={places}
        stops={rates}
        readingTop={READING_TOP}
        read={read}
      />
    </div>
  )
}

/** Each name stands on the outer side of its line, so that names of rates that are close keep apart. */
function placeMarks(marks: readonly RateMark[]): readonly ChartMark[] {
  const rates = [...new Set(marks.map(({ rate }) => rate))].toSorted((one, other) => one - other)
  return rates.map((rate, at) => {
    const sign = marks
      .filter((mark) => mark.rate === rate)
      .map(({ name }) => name)
      .join(', ')
    return {
      x: rate,
      sign,
      side: at === 0 && rates.length > 1 ? 'left' : 'right',
      message: `${sign}: ${sayRate(rate)}`,
    }
  })
}

function RateReading({
  points: { rates, losses, smoothed },
  place,
}: {
  readonly points: SweepPoints
  readonly place: number
}) {
  const at = rates.indexOf(place)
  if (at < 0) return null
  return (
    <div>
      <p className={reading.place}>Learning rate {sayRate(place)}</p>
      <p>
        <Swatch colour="var(--training)" />
        Smoothed {formatLoss(smoothed[at]!)}
      </p>
      <p>This step {formatLoss(losses[at]!)}</p>
    </div>
  )
}
