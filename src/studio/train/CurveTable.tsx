import { useSyncExternalStore } from 'react'
import { curveTable } from '../../figures/run/curveTable'
import type { Curve } from '../../figures/run/curveText'
import { useRunMetrics } from '../../store/hooks'
import { Table } from '../../ui/Table'

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
  return <Table name={name} {...curveTable(curve, epochs, log, k)} endsInWords={log.length > 0} />
}
