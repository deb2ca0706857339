import type { Curve } from '../../store/curves/columns'
import { useMetrics } from '../../store/hooks'
import { Table } from '../../ui/Table'
import { CURVES } from './curveText'

/** A curve as a table: one row an epoch. */
export function CurveTable({ curve }: { readonly curve: Curve }) {
  const { title, format } = CURVES[curve]
  const rows = useMetrics()
    .epochs()
    .map(({ epoch, train, validation }) => [
      String(epoch),
      format(train[curve]),
      validation ? format(validation[curve]) : '–',
    ])
  return <Table name={title} columns={['Epoch', 'Training mean', 'Validation']} rows={rows} />
}
