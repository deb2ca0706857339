import { curveFigure } from '../../figures/run/curveFigure'
import { mergeRows } from '../../figures/run/curveRows'
import { CURVES, type Curve } from '../../figures/run/curveText'
import { MOST_DRAWN } from '../../store/curves/metricsBuffer'
import { useDataShape, useMetrics } from '../../store/hooks'
import { createChartCursor } from '../../ui/chart/cursor'
import { LineChart } from '../../ui/chart/LineChart'
import { CurveReading } from './CurveReading'
import { usePlannedEpochs } from './usePlannedEpochs'

/** The pointer reads a mark from within this part of the epoch axis. */
const MARK_REACH = 60

/** All curves of the run are read together. */
const CURSOR = createChartCursor()

/** The chart itself: the one part of the page that is drawn anew as steps come in. */
export function CurveChart({ curve, k = 1 }: { readonly curve: Curve; readonly k?: number }) {
  const metrics = useMetrics()
  const guessing = Math.log(useDataShape().classes)
  const planned = usePlannedEpochs()
  const { title, readingTop } = CURVES[curve]

  const rows = mergeRows(curve, curve === 'hits' ? [] : metrics.buckets(curve, MOST_DRAWN), metrics.epochs(), k)
  const log = metrics.log()
  const { drawing, stops, end } = curveFigure(curve, { rows, log, guessing, planned })
  const read = (place: number) => (
    <CurveReading curve={curve} rows={rows} log={log} near={end / MARK_REACH} place={place} />
  )

  return (
    <LineChart
      {...drawing}
      label={`${curve === 'hits' ? `Hits at ${k}` : title} by epoch; the arrow keys read it`}
      stops={stops}
      cursor={CURSOR}
      readingTop={readingTop}
      read={read}
    />
  )
}
