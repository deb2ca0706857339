import { useSyncExternalStore } from 'react'
import type { EpochMetrics, LogEntry } from '../../store/curves/metricsBuffer'
import { useRunMetrics } from '../../store/hooks'
import { Table } from '../../ui/Table'
import { validationOf } from './curveRows'
import { CURVES, type Curve } from './curveText'

/** A curve as a table: one row an epoch, with what the callbacks did in it. It is drawn anew when an epoch has ended. */
export function CurveTable({
  curve,
  k = 1,
  name,
}: {
  readonly curve: Curve
  readonly k?: number
  readonly name: string
}) {
  const metrics = useRunMetrics()
  const epochs = useSyncExternalStore(metrics.subscribe, metrics.epochs)
  const log = useSyncExternalStore(metrics.subscribe, metrics.log)
  const columns = ['Epoch', ...COLUMNS[curve]]
  const rows = epochs.map((epoch) => {
    const values = [String(epoch.epoch), ...valuesOf(epoch, curve, k)]
    return log.length === 0 ? values : [...values, sayLog(log, epoch.epoch)]
  })
  return (
    <Table
      name={name}
      columns={log.length === 0 ? columns : [...columns, 'Run log']}
      rows={rows}
      endsInWords={log.length > 0}
    />
  )
}

const COLUMNS: Readonly<Record<Curve, readonly string[]>> = {
  loss: ['Training mean', 'Validation'],
  accuracy: ['Training mean', 'Validation'],
  learningRate: ['At its end'],
  hits: ['Validation'],
  imagesPerSecond: ['Mean'],
}

function valuesOf(epoch: EpochMetrics, curve: Curve, k: number): readonly string[] {
  const { format } = CURVES[curve]
  const write = (value: number | undefined): string => (value === undefined ? '–' : format(value))
  if (curve === 'learningRate') return [format(epoch.learningRate)]
  if (curve === 'imagesPerSecond') return [write(epoch.imagesPerSecond)]
  const validation = write(validationOf(epoch, curve, k))
  return curve === 'hits' ? [validation] : [format(epoch.train[curve]), validation]
}

/** What was logged in an epoch, up to its end. */
function sayLog(log: readonly LogEntry[], epoch: number): string {
  return log
    .filter(({ position }) => Math.max(1, Math.ceil(position)) === epoch)
    .map(({ message }) => message)
    .join('. ')
}
