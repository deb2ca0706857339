import { useCallback, useMemo } from 'react'
import { createChartCursor } from '../../../ui/chart/cursor'
import { LineChart } from '../../../ui/chart/LineChart'
import type { ChartBand, ChartLine } from '../../../ui/chart/LineDrawing'
import reading from '../../../ui/chart/reading.module.css'
import { scaleOf as scaleAxis } from '../../../ui/chart/scale'
import { Swatch } from '../../../ui/chart/Swatch'
import { formatAmount, formatCount, formatSeconds } from '../../../ui/format'
import { lookOf } from '../runColour'
import styles from './CompareChart.module.css'
import { METRICS, titleOf, type Metric } from './metrics'
import {
  findAt,
  findCovering,
  inDrawingOrder,
  placesOf,
  scaleOf,
  scaleSeries,
  scaleShares,
  seriesOf,
  smoothed,
  WHOLE_SHARES,
  type Along,
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
  /** Shares go from 0 to 100 %, not from below what is shown. */
  readonly isWhole: boolean
  /** Of hits at k. */
  readonly k: number
}

const AXIS_NAMES: Readonly<Record<Along, string>> = { epoch: 'Epoch', step: 'Step', time: 'Seconds of training' }

const MOST_DOTS = 40

/** Of a line above another: the other is seen through its gaps. */
const COVERING = '9 8'

/** All curves of the comparison are read together. */
const CURSOR = createChartCursor()

/** The curves of several runs, one over the other, each in its own colour. */
export function CompareChart({ runs, metric, source, along, weight, isLog, isWhole, k }: CompareChartProps) {
  const plain = useMemo(
    () => runs.map((drawn) => ({ drawn, series: seriesOf(drawn, metric, source, along, k) })),
    [runs, metric, source, along, k],
  )
  const drawn = useMemo(
    () => plain.map(({ drawn, series }) => ({ drawn, series: smoothed(series, weight) })),
    [plain, weight],
  )
  const isPowers = isLog && metric === 'loss'
  // Along whatever axis, the values are the same.
  const scale = useMemo(() => {
    const byEpoch = runs.map((run) => seriesOf(run, metric, source, 'epoch', k))
    if (!METRICS[metric].isShare) return scaleSeries(byEpoch, isPowers)
    if (isWhole) return WHOLE_SHARES
    return scaleShares([...byEpoch, ...byEpoch.map((series) => smoothed(series, weight))])
  }, [metric, isPowers, isWhole, runs, source, k, weight])
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
  const { axis, formatTick } = METRICS[metric]
  const [least, most] = scale.domain.map(formatTick)
  const isCut = METRICS[metric].isShare === true && scale.domain[0] > 0
  const y = useMemo(
    () => ({
      label: isCut ? `${axis}, from ${least}` : axis,
      from: scale.domain[0],
      to: scale.domain[1],
      ticks: scale.ticks,
      isLog: isPowers,
      formatTick,
    }),
    [axis, isCut, least, scale, isPowers, formatTick],
  )
  const lines = useMemo((): readonly ChartLine[] => {
    const raw = weight > 0 ? plain : []
    const ordered = inDrawingOrder(drawn)
    const covering = findCovering(
      ordered.map(({ series }) => series),
      scaleAxis(y, 0, 1),
    )
    return [
      ...raw.map(({ drawn: { run }, series }) => ({
        key: `raw ${run.number}`,
        ...series,
        style: { stroke: lookOf(run.number).colour, strokeOpacity: 0.22, strokeWidth: 1 },
      })),
      ...ordered.map(({ drawn: { run }, series }) => ({
        key: `run ${run.number}`,
        ...series,
        style: {
          stroke: lookOf(run.number).colour,
          strokeDasharray: covering.has(series) ? COVERING : lookOf(run.number).dash,
          strokeWidth: 1.75,
        },
        dots: series.lows === undefined && series.xs.length <= MOST_DOTS,
      })),
    ]
  }, [plain, drawn, weight, y])
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
  const stops = useMemo(() => placesOf(plain.map(({ series }) => series)), [plain])
  const read = useCallback(
    (place: number) => (
      <>
        <p className={reading.place}>
          {along === 'time'
            ? `After ${formatSeconds(place)}`
            : `${AXIS_NAMES[along]} ${along === 'step' ? formatCount(place) : place.toFixed(2)}`}
        </p>
        {drawn.map(({ drawn: { run, title }, series }) => {
          const at = findAt(series, place)
          return at === undefined ? null : (
            <p key={run.number} className={styles.value}>
              <Swatch colour={lookOf(run.number).colour} />
              <bdi>{title}</bdi> {sayValue(metric, series.ys[at]!, series.lows?.[at], series.highs?.[at])}
              {(series.lost?.[at] ?? 0) > 0 && (
                <span className={reading.lost}>{formatAmount(series.lost![at]!, 'step')} without a finite number</span>
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
      label={`${titleOf(metric, k)}${isCut ? `, from ${least} to ${most} %` : ''}; the arrow keys read it`}
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
