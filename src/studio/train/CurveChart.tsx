import { useCallback, useMemo } from 'react'
import { useDataShape, useMetrics, useSession } from '../../store/hooks'
import type { LogEntry } from '../../store/curves/metricsBuffer'
import { createChartCursor } from '../../ui/chart/cursor'
import { LineChart } from '../../ui/chart/LineChart'
import { scaleEpochs, scaleValues } from './axes'
import styles from './CurveChart.module.css'
import { CurveReading } from './CurveReading'
import { marksOf } from './curveMarks'
import { mergeRows } from './curveRows'
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
  const version = metrics.version()
  const guessing = Math.log(useDataShape().classes)
  const plannedEpochs = usePlannedEpochs()
  const isIdle = useSession(({ run }) => run.state.status === 'idle')
  const { title, axis, readingTop, formatTick } = CURVES[curve]

  const rows = useMemo(
    () => mergeRows(curve, curve === 'hits' ? [] : metrics.buckets(curve, MOST_BUCKETS), metrics.epochs(), k),
    // The version says when it has changed.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [curve, k, metrics, version, isIdle],
  )
  const log = metrics.log()
  const values = useMemo(() => scaleValues(curve, rows, guessing), [curve, rows, guessing])
  const position = rows.at(-1)?.epoch ?? 0
  const epochs = useMemo(() => scaleEpochs(position, plannedEpochs), [position, plannedEpochs])
  const { lines, bands, stops } = useMemo(() => {
    const training = rows.filter((row) => row.training !== undefined)
    const validation = rows.filter((row) => row.validation !== undefined)
    const banded = training.filter(({ band }) => band)
    const along = (some: typeof rows): readonly number[] => some.map(({ epoch }) => epoch)
    return {
      lines: [
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
      ].filter(({ xs }) => xs.length > 0),
      bands: [
        {
          key: 'band',
          xs: along(banded),
          lows: banded.map(({ band }) => band?.[0] ?? NaN),
          highs: banded.map(({ band }) => band?.[1] ?? NaN),
          className: styles.band,
        },
      ],
      stops: [...new Set(along(rows))],
    }
  }, [rows])
  const read = useCallback(
    (place: number) => (
      <CurveReading curve={curve} rows={rows} log={log} near={epochs.end / MARK_REACH} place={place} />
    ),
    [curve, rows, log, epochs.end],
  )

  const marks = useMemo(
    () => marksOf(log, epochs.end).map(({ position, did, message }) => ({ x: position, sign: SIGNS[did], message })),
    [log, epochs.end],
  )

  return (
    <LineChart
      label={`${curve === 'hits' ? `Hits at ${k}` : title} by epoch; the arrow keys read it`}
      x={{ label: 'Epoch', from: 0, to: epochs.end, ticks: epochs.ticks, formatTick: String }}
      y={{ label: axis, from: 0, to: values.end, ticks: values.ticks, formatTick }}
      lines={lines}
      bands={bands}
      marks={marks}
      stops={stops}
      cursor={CURSOR}
      readingTop={readingTop}
      read={read}
    />
  )
}
