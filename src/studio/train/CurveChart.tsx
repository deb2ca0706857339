import { useDataShape, useMetrics } from '../../store/hooks'
import type { LogEntry } from '../../store/curves/metricsBuffer'
import { createChartCursor } from '../../ui/chart/cursor'
import { LineChart } from '../../ui/chart/LineChart'
import { scaleEpochs, scaleValues } from './axes'
import styles from './CurveChart.module.css'
import { CurveReading } from './CurveReading'
import { marksOf } from './curveMarks'
import { mergeRows, type CurveRow } from './curveRows'
import { CURVES, type Curve } from './curveText'
import { usePlannedEpochs } from './usePlannedEpochs'

/** At most so many positions of training, and so many dots, are drawn. Drawing must stay cheap, however long the run. */
const MOST_BUCKETS = 256
const MOST_DOTS = 32

/** The pointer reads a mark from within this part of the epoch axis. */
const MARK_REACH = 60

/** What stands above a mark's line. */
const SIGNS: Readonly<Record<LogEntry['did'], string>> = { rate: '↕', stop: '▪', restore: '↺' }

/** All curves of the run are read together. */
const CURSOR = createChartCursor()

/** The chart itself: the one part of the page that is drawn anew as steps come in. */
export function CurveChart({ curve, k = 1 }: { readonly curve: Curve; readonly k?: number }) {
  const metrics = useMetrics()
  const guessing = Math.log(useDataShape().classes)
  const plannedEpochs = usePlannedEpochs()
  const { title, axis, readingTop, formatTick } = CURVES[curve]

  const rows = mergeRows(curve, curve === 'hits' ? [] : metrics.buckets(curve, MOST_BUCKETS), metrics.epochs(), k)
  const log = metrics.log()
  const values = scaleValues(curve, rows, guessing)
  const position = rows.at(-1)?.epoch ?? 0
  const epochs = scaleEpochs(position, plannedEpochs)
  const { lines, bands, stops } = drawingOf(rows)
  const marks = marksOf(log, epochs.end)
  const read = (place: number) => (
    <CurveReading curve={curve} rows={rows} log={log} near={epochs.end / MARK_REACH} place={place} />
  )

  return (
    <LineChart
      label={`${curve === 'hits' ? `Hits at ${k}` : title} by epoch; the arrow keys read it`}
      x={{ label: 'Epoch', from: 0, to: epochs.end, ticks: epochs.ticks, formatTick: String }}
      y={{ label: axis, from: 0, to: values.end, ticks: values.ticks, formatTick }}
      lines={lines}
      bands={bands}
      marks={marks.map(({ position: x, did, message }) => ({ x, sign: SIGNS[did], message }))}
      stops={stops}
      cursor={CURSOR}
      readingTop={readingTop}
      read={read}
    />
  )
}

/** What is drawn of the rows: the means of training with their band, and the dots of validation. */
function drawingOf(rows: readonly CurveRow[]) {
  const training = rows.filter((row) => row.training !== undefined)
  const validation = rows.filter((row) => row.validation !== undefined)
  const banded = training.filter(({ band }) => band)
  const along = (some: readonly CurveRow[]): readonly number[] => some.map(({ epoch }) => epoch)
  const lines = [
    {
      key: 'training',
      xs: along(training),
      ys: training.map((row) => row.training ?? NaN),
      className: styles.training,
    },
    {
      key: 'validation',
      xs: along(validation),
      ys: validation.map((row) => row.validation ?? NaN),
      className: styles.validation,
      dots: validation.length <= MOST_DOTS,
    },
  ]
  const band = {
    key: 'band',
    xs: along(banded),
    lows: banded.map(({ band }) => band?.[0] ?? NaN),
    highs: banded.map(({ band }) => band?.[1] ?? NaN),
    className: styles.band,
  }
  return { lines: lines.filter(({ xs }) => xs.length > 0), bands: [band], stops: [...new Set(along(rows))] }
}
