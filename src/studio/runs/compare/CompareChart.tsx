import { useMemo } from 'react'
import { CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from 'recharts'
import { formatCount, formatSeconds } from '../../../ui/format'
import { lookOf } from '../runColour'
import styles from './CompareChart.module.css'
import { METRICS, type Metric } from './metrics'
import {
  pointsOf,
  rawKey,
  readAt,
  scaleOf,
  toRows,
  valueKey,
  type Along,
  type ChartRow,
  type DrawnRun,
  type Source,
} from './series'

export interface CompareChartProps {
  readonly runs: readonly DrawnRun[]
  readonly metric: Metric
  readonly source: Source
  readonly along: Along
  /** Of the smoothing, from 0 to below 1. */
  readonly weight: number
  readonly isLog: boolean
}

const AXIS_NAMES: Readonly<Record<Along, string>> = { epoch: 'Epoch', step: 'Step', time: 'Seconds of training' }
const MARGIN = { top: 6, right: 12, bottom: 0, left: 0 }

/** The curves of several runs, one over the other, each in its own colour. */
export function CompareChart({ runs, metric, source, along, weight, isLog }: CompareChartProps) {
  const rows = useMemo(() => {
    const series = runs.map((drawn) => ({
      number: drawn.run.number,
      points: pointsOf(drawn, metric, source, along),
    }))
    return toRows(series, weight)
  }, [runs, metric, source, along, weight])
  const scale = useMemo(
    () =>
      metric === 'accuracy'
        ? { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] }
        : scaleOf(
            rows.flatMap((row) => Object.entries(row).flatMap(([key, value]) => (key === 'x' ? [] : [value]))),
            isLog && metric === 'loss',
          ),
    [metric, rows, isLog],
  )
  const places = useMemo(() => scaleOf([rows.at(-1)?.x ?? 1], false), [rows])
  const { axis, formatTick } = METRICS[metric]

  return (
    <ComposedChart className={styles.chart ?? ''} responsive data={[...rows]} margin={MARGIN}>
      <CartesianGrid vertical={false} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[0, rows.at(-1)?.x ?? 1]}
        ticks={places.ticks.filter((tick) => tick <= (rows.at(-1)?.x ?? 1))}
        tickLine={false}
        height={38}
        tickFormatter={formatCountOrFraction}
        label={{ value: AXIS_NAMES[along], position: 'insideBottom', offset: 4 }}
      />
      <YAxis
        domain={[...scale.domain]}
        ticks={[...scale.ticks]}
        scale={isLog && metric === 'loss' ? 'log' : 'linear'}
        interval={0}
        allowDataOverflow
        axisLine={false}
        tickLine={false}
        tickFormatter={formatTick}
        width={56}
        label={{
          value: axis,
          angle: -90,
          position: 'insideLeft',
          offset: 8,
          style: { textAnchor: 'middle' },
        }}
      />
      <Tooltip isAnimationActive={false} content={<Reading runs={runs} rows={rows} metric={metric} along={along} />} />
      {weight > 0 &&
        runs.map(({ run: { number } }) => (
          <Line
            key={rawKey(number)}
            dataKey={rawKey(number)}
            stroke={lookOf(number).colour}
            strokeOpacity={0.22}
            strokeWidth={1}
            connectNulls
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
      {runs.map(({ run: { number } }) => (
        <Line
          key={valueKey(number)}
          dataKey={valueKey(number)}
          stroke={lookOf(number).colour}
          strokeDasharray={lookOf(number).dash}
          strokeWidth={1.75}
          connectNulls
          dot={source === 'validation' && rows.length <= 40 ? { r: 2, strokeDasharray: '' } : false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </ComposedChart>
  )
}

interface ReadingProps {
  readonly runs: readonly DrawnRun[]
  readonly rows: readonly ChartRow[]
  readonly metric: Metric
  readonly along: Along
  /** Filled in by the chart while the pointer is over it. */
  readonly label?: string | number
  readonly active?: boolean
}

/** What each run has at the pointer. */
function Reading({ runs, rows, metric, along, label, active }: ReadingProps) {
  if (!active || typeof label !== 'number') return null
  const { format } = METRICS[metric]
  return (
    <div className={styles.reading}>
      <p>
        {along === 'time'
          ? `After ${formatSeconds(label)}`
          : `${AXIS_NAMES[along]} ${along === 'step' ? formatCount(label) : label.toFixed(2)}`}
      </p>
      {runs.map(({ run, title }) => {
        const value = readAt(rows, valueKey(run.number), label)
        return value === undefined ? null : (
          <p key={run.number} className={styles.value}>
            <span className={styles.mark} style={{ background: lookOf(run.number).colour }} />
            <bdi>{title}</bdi> {format(value)}
          </p>
        )
      })}
    </div>
  )
}

function formatCountOrFraction(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(value)
}
