import { useState } from 'react'
import { withoutBidiControls } from '../../../common/text'
import type { Change, ClassChange } from '../../../runs/compare'
import { Table, type TableOrder } from '../../../ui/Table'

export interface ClassChangesProps {
  readonly changes: readonly ClassChange[]
  readonly before: string
  readonly after: string
}

/** F1 and entropy of each class in two runs, and what they changed by. */
export function ClassChanges({ changes, before, after }: ClassChangesProps) {
  const [order, setOrder] = useState<TableOrder>({ column: 3, falling: true })
  const keyOf = ({ f1, entropy }: ClassChange, index: number): number | null =>
    [index, f1.before, f1.after, f1.change, entropy.before, entropy.after, entropy.change][order.column] ?? null
  const sorted = changes
    .map((change, index) => ({ change, key: keyOf(change, index) }))
    .toSorted((one, other) => {
      if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
      return order.falling ? other.key - one.key : one.key - other.key
    })
  return (
    <Table
      name="Changes by class"
      columns={[
        'Class',
        `F1, ${before}`,
        `F1, ${after}`,
        'F1 change',
        `Entropy, ${before}`,
        `Entropy, ${after}`,
        'Entropy change',
      ]}
      rows={sorted.map(({ change: { name, f1, entropy } }) => [
        withoutBidiControls(name),
        ...write(f1),
        ...write(entropy),
      ])}
      order={order}
      onOrder={setOrder}
    />
  )
}

function write({ before, after, change }: Change): readonly string[] {
  return [format(before), format(after), change === null ? '–' : `${sign(change)}${Math.abs(change).toFixed(3)}`]
}

function format(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

function sign(change: number): string {
  if (Math.abs(change) < 5e-4) return ''
  return change > 0 ? '+' : '−'
}
