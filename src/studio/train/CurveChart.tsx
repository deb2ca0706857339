import type { Curve } from '../../store/curves/columns'
import { useMemo } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { useDataShape, useMetrics } from '../../store/hooks'
import { classes } from '../../ui/classes'
import styles from './CurveChart.module.css'
import { CurveReading } from './CurveReading'
import { scaleEpochs, scaleValues } from './axes'
import { CurveMark } from './CurveMark'
import { marksOf } from './curveMarks'
import { mergeRows } from './curveRows'
import { CURVES } from './curveText'
import { usePlannedEpochs } from './usePlannedEpochs'

/** At most so many positions of training, and so many dots, are drawn. Drawing must stay cheap, however long the run. */
const MOST_BUCKETS = 128
const MOST_DOTS = 32

/** The pointer reads a mark from within this part of the epoch axis. */
const MARK_REACH = 60

/** In pixels. The value axis has room for its title and four digits, and grows when its ticks need more. */
const AXIS_WIDTH = 56
const TITLE_WIDTH = 28
const DIGIT_WIDTH = 7

const MARGIN = { top: 6, right: 8, bottom: 0, left: 0 }
const DOT = { r: 2.5, className: classes(styles.dot) }
const CURSOR = { className: styles.cursor }

/** The chart itself: the one part of the page that is drawn anew as steps come in. */
export function CurveChart({ curve }: { readonly curve: Curve }) {
  const metrics = useMetrics()
  const guessing = Math.log(useDataShape().classes)
  const plannedEpochs = usePlannedEpochs()
  const { title, axis, readingTop, formatTick } = CURVES[curve]

  const rows = mergeRows(curve, metrics.buckets(curve, MOST_BUCKETS), metrics.epochs())
  const values = scaleValues(curve, rows, guessing)
  const log = metrics.log()
  const epochs = scaleEpochs(rows.at(-1)?.epoch ?? 0, plannedEpochs)
  const longestTick = Math.max(...values.ticks.map((value) => formatTick(value).length))
  const valueDomain = useMemo(() => [0, values.end], [values.end])
  const epochDomain = useMemo(() => [0, epochs.end], [epochs.end])

  return (
    <ComposedChart
      className={classes(styles.chart)}
      responsive
      data={rows}
      margin={MARGIN}
      syncId="run"
      title={`${title} by epoch; the arrow keys read it`}
    >
      <CartesianGrid vertical={false} />
      <XAxis
        dataKey="epoch"
        type="number"
        domain={epochDomain}
        ticks={epochs.ticks}
        interval="preserveStartEnd"
        allowDataOverflow
        tickLine={false}
        height={38}
        label={{ value: 'Epoch', position: 'insideBottom', offset: 4 }}
      />
      <YAxis
        domain={valueDomain}
        ticks={values.ticks}
        interval={0}
        allowDataOverflow
        axisLine={false}
        tickLine={false}
        tickFormatter={formatTick}
        width={Math.max(AXIS_WIDTH, TITLE_WIDTH + longestTick * DIGIT_WIDTH)}
        label={{ value: axis, angle: -90, position: 'insideLeft', offset: 8, style: { textAnchor: 'middle' } }}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        position={{ y: readingTop }}
        content={<CurveReading curve={curve} rows={rows} log={log} near={epochs.end / MARK_REACH} />}
      />
      {marksOf(log, epochs.end).map(({ position, did, message }) => (
        <ReferenceLine key={position} x={position} shape={<CurveMark did={did} message={message} />} />
      ))}
      <Area
        className={classes(styles.band)}
        dataKey="band"
        connectNulls
        stroke="none"
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      <Line
        className={classes(styles.training)}
        dataKey="training"
        connectNulls
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      <Line
        className={classes(styles.validation)}
        dataKey="validation"
        connectNulls
        dot={metrics.epochs().length <= MOST_DOTS && DOT}
        activeDot={false}
        isAnimationActive={false}
      />
    </ComposedChart>
  )
}
