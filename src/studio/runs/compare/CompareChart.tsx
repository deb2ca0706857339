import { useCallback, useMemo } from 'react'
import { createChartCursor } from '../../../ui/chart/cursor'
import { LineChart, type ChartBand, type ChartLine } from '../../../ui/chart/LineChart'
import { formatAmount, formatCount, formatSeconds } from '../../../ui/format'
import { lookOf } from '../runColour'
import styles from './CompareChart.module.css'
import { METRICS, titleOf, type Metric } from './metrics'
import {
  findAt,
  scaleOf,
  scaleSeries,
  seriesOf,
  smoothed,
  type Along,
  type DrawnRun,
  type Scale,
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
  /** Of hits at k. */
  readonly k: number
}

const AXIS_NAMES: Readonly<Record<Along, string>> = { epoch: 'Epoch', step: 'Step', time: 'Seconds of training' }

const SHARES: Scale = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] }

const MOST_DOTS = 40

/** All curves of the comparison are read together. */
const CURSOR = createChartCursor()

/** The curves of several runs, one over the other, each in its own colour. */
export function CompareChart({ runs, metric, source, along, weight, isLog, k }: CompareChartProps) {
  const plain = useMemo(
    () => runs.map((drawn) => ({ drawn, series: seriesOf(drawn, metric, source, along, k) })),
    [runs, metric, source, along, k],
  )
  const drawn = useMemo(
    () => plain.map(({ drawn, series }) => ({ drawn, series: smoothed(series, weight) })),
    [plain, weight],
  )
  const isPowers = isLog && metric === 'loss'
  const scale = useMemo(
    () =>
      METRICS[metric].axis.endsWith('(%)')
        ? SHARES
        : scaleSeries(
            plain.map(({ series }) => series),
            isPowers,
          ),
    [metric, plain, isPowers],
  )
  const end = Math.max(0, ...plain.map(({ series }) => series.xs.at(-1) ?? 0)) || 1
  const x = useMemo(
    () => ({
      label: AXIS_NAMES[along],
      from: 0,
      to: end,
      ticks: scaleOf([end], false).ticks.filter((tick) => tick <= end),
      formatTick: formatCountOrFraction,
    }),
    [along, end],
  )
  const y = useMemo(
    () => ({
      label: METRICS[metric].axis,
      from: scale.domain[0],
      to: scale.domain[1],
      ticks: scale.ticks,
      isLog: isPowers,
      formatTick: METRICS[metric].formatTick,
    }),
    [metric, scale, isPowers],
  )
  const lines = useMemo((): readonly ChartLine[] => {
    const raw = weight > 0 ? plain : []
    return [
      ...raw.map(({ drawn: { run }, series }) => ({
        key: `raw ${run.number}`,
        ...series,
        style: { stroke: lookOf(run.number).colour, strokeOpacity: 0.22, strokeWidth: 1 },
      })),
      ...drawn.map(({ drawn: { run }, series }) => ({
        key: `run ${run.number}`,
        ...series,
        style: { stroke: lookOf(run.number).colour, strokeDasharray: lookOf(run.number).dash, strokeWidth: 1.75 },
        dots: series.lows === undefined && series.xs.length <= MOST_DOTS,
      })),
    ]
  }, [plain, drawn, weight])
  const bands = useMemo(
    (): readonly ChartBand[] =>
      plain.flatMap(({ drawn: { run }, series: { xs, lows, highs } }) =>
        lows && highs
          ? [
              {
                key: `range ${run.number}`,
                xs,
                lows,
                highs,
                style: { fill: lookOf(run.number).colour, fillOpacity: 0.13 },
              },
            ]
          : [],
      ),
    [plain],
  )
  const stops = useMemo(() => Float64Array.from(new Set(plain.flatMap(({ series }) => series.xs))).toSorted(), [plain])
  const read = useCallback(
    (place: number) => (
      <>
        <p className={styles.place}>
          {along === 'time'
            ? `After ${formatSeconds(place)}`
            : `${AXIS_NAMES[along]} ${along === 'step' ? formatCount(place) : place.toFixed(2)}`}
        </p>
        {drawn.map(({ drawn: { run, title }, series }) => {
          const at = findAt(series, place)
          return at === undefined ? null : (
            <p key={run.number} className={styles.value}>
              <span className={styles.mark} style={{ background: lookOf(run.number).colour }} />
              <bdi>{title}</bdi> {sayValue(metric, series.ys[at]!, series.lows?.[at], series.highs?.[at])}
              {(series.lost?.[at] ?? 0) > 0 && (
                <span className={styles.lost}>{formatAmount(series.lost![at]!, 'step')} without a finite number</span>
              )}
            </p>
          )
        })}
      </>
    ),
    [along, drawn, metric],
  )

  return (
    <LineChart
      label={`${titleOf(metric, k)}; the arrow keys read it`}
      {...{ x, y, lines, bands, stops, read }}
      cursor={CURSOR}
    />
  )
}

/** `0.1234, from 0.1 to 0.2`; a value that stands for one step has no range. */
function sayValue(metric: Metric, value: number, low = NaN, high = NaN): string {
  const { format } = METRICS[metric]
  if (!Number.isFinite(value)) return 'no finite number'
  return low < high ? `${format(value)}, from ${format(low)} to ${format(high)}` : format(value)
}

function formatCountOrFraction(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(value)
}
