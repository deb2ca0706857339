import type { Curve } from '../../store/curves/columns'
import type { EpochMetrics, LogEntry } from '../../store/curves/metricsBuffer'
import { useMetrics } from '../../store/hooks'
import { Table } from '../../ui/Table'
import { CURVES } from './curveText'

/** A curve as a table: one row an epoch, with what the callbacks did in it. */
export function CurveTable({ curve }: { readonly curve: Curve }) {
  const metrics = useMetrics()
  const log = metrics.log()
  const columns = ['Epoch', ...(curve === 'learningRate' ? ['At its end'] : ['Training mean', 'Validation'])]
  const rows = metrics.epochs().map((epoch) => {
    const values = [String(epoch.epoch), ...valuesOf(epoch, curve)]
    return log.length === 0 ? values : [...values, sayLog(log, epoch.epoch)]
  })
  return (
    <Table
      name={CURVES[curve].title}
      columns={log.length === 0 ? columns : [...columns, 'Run log']}
      rows={rows}
      endsInWords={log.length > 0}
    />
  )
}

function valuesOf({ train, validation, learningRate }: EpochMetrics, curve: Curve): readonly string[] {
  const { format } = CURVES[curve]
  if (curve === 'learningRate') return [format(learningRate)]
  return [format(train[curve]), validation ? format(validation[curve]) : '–']
}

/** What was logged in an epoch, up to its end. */
function sayLog(log: readonly LogEntry[], epoch: number): string {
  return log
    .filter(({ position }) => Math.max(1, Math.ceil(position)) === epoch)
    .map(({ message }) => message)
    .join('. ')
}
