import { useSyncExternalStore } from 'react'
import { useRunMetrics } from '../../store/hooks'
import { Table } from '../../ui/Table'
import { curveColumns, epochRows } from './curveTable'
import { CURVES, type Curve } from './curveText'

/** A curve as a table. It is drawn anew when an epoch has ended. */
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
  const { format } = CURVES[curve]
  const rows = epochRows(curve, epochs, log, k).map(({ epoch, values, log: did }) => [
    String(epoch),
    ...values.map((value) => (value === null ? '–' : format(value))),
    ...(did === undefined ? [] : [did]),
  ])
  return <Table name={name} columns={curveColumns(curve, log.length > 0)} rows={rows} endsInWords={log.length > 0} />
}
