import { CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { SWEEP, type SweepPoints } from '../../model/training/rateFinder'
import { sayRate } from '../../model/training/sayRate'
import { classes } from '../../ui/classes'
import { formatLoss } from '../../ui/format'
import { scaleTo } from './axes'
import chartStyles from './CurveChart.module.css'
import readingStyles from './CurveReading.module.css'
import styles from './RateChart.module.css'

export interface RateMark {
  readonly name: string
  readonly rate: number
}

export interface RateChartProps {
  readonly points: SweepPoints
  readonly marks: readonly RateMark[]
}

const DOMAIN = [SWEEP.from, SWEEP.to]
const POWERS = Array.from({ length: 9 }, (_, i) => Number(`1e${i - 7}`))
const MARGIN = { top: 18, right: 12, bottom: 0, left: 0 }
/** The rise at the end may leave through the top. */
const HEADROOM = 1.5

/** The loss of each step and the smoothed loss over the learning rate, which has a logarithmic axis. */
export function RateChart({ points: { rates, losses, smoothed }, marks }: RateChartProps) {
  const rows = rates.map((rate, i) => ({ rate, loss: losses[i]!, smoothed: smoothed[i]! }))
  const values = scaleTo(Math.min(Math.max(...losses, 1e-6), HEADROOM * smoothed[0]!))
  return (
    <div className={styles.plot}>
      <ComposedChart
        className={classes(chartStyles.chart)}
        responsive
        data={rows}
        margin={MARGIN}
        title="Loss by learning rate; the arrow keys read it"
      >
        <CartesianGrid vertical={false} />
        <XAxis
          dataKey="rate"
          type="number"
          scale="log"
          domain={DOMAIN}
          ticks={POWERS}
          interval="preserveStartEnd"
          allowDataOverflow
          tickLine={false}
          tickFormatter={sayPower}
          height={38}
          label={{ value: 'Learning rate', position: 'insideBottom', offset: 4 }}
        />
        <YAxis
          domain={[0, values.end]}
          ticks={[...values.ticks]}
          interval={0}
          allowDataOverflow
          axisLine={false}
          tickLine={false}
          width={56}
          label={{
            value: 'Loss (nats)',
            angle: -90,
            position: 'insideLeft',
            offset: 8,
            style: { textAnchor: 'middle' },
          }}
        />
        <Tooltip isAnimationActive={false} content={<RateReading rows={rows} />} />
        {marks.map(({ name, rate }, at) => (
          <ReferenceLine
            key={name}
            x={rate}
            className={classes(styles.mark)}
            label={{ value: name, position: at === 0 ? 'insideTopRight' : 'insideTopLeft', dy: -16 }}
          />
        ))}
        <Line
          className={classes(styles.raw)}
          dataKey="loss"
          type="linear"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          className={classes(chartStyles.training)}
          dataKey="smoothed"
          type="linear"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </div>
  )
}

interface RateRow {
  readonly rate: number
  readonly loss: number
  readonly smoothed: number
}

interface RateReadingProps {
  readonly rows: readonly RateRow[]
  /** The rate at the pointer, which the chart fills in. */
  readonly label?: string | number
  readonly active?: boolean
}

function RateReading({ rows, label, active }: RateReadingProps) {
  const row = active && rows.find(({ rate }) => rate === label)
  if (!row) return null
  return (
    <div className={readingStyles.reading}>
      <p className={readingStyles.position}>Learning rate {sayRate(row.rate)}</p>
      <p className={readingStyles.training}>Smoothed {formatLoss(row.smoothed)}</p>
      <p>This step {formatLoss(row.loss)}</p>
    </div>
  )
}

function sayPower(rate: number): string {
  return rate < 1e-3 ? rate.toExponential(0) : String(rate)
}
