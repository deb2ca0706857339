import { useState, type ReactNode } from 'react'
import { withoutBidiControls } from '../../../common/text'
import type { Change, ClassChange } from '../../../runs/compare'
import { Table, type TableOrder } from '../../../ui/Table'
import { useMedia } from '../../../ui/useMedia'
import styles from './Comparison.module.css'

export interface ClassChangesProps {
  readonly changes: readonly ClassChange[]
  readonly before: string
  readonly after: string
}

/** Where seven columns don't fit beside one another. */
const NARROW = '(max-width: 48rem)'

const F1 = { label: 'F1', of: ({ f1 }: ClassChange): Change => f1 }
const ENTROPY = { label: 'Entropy', of: ({ entropy }: ClassChange): Change => entropy }

type Score = typeof F1

/** F1 and entropy of each class in two runs, and what they changed by: in one table, or in two where there is no room for it. */
export function ClassChanges(props: ClassChangesProps): ReactNode {
  const isNarrow = useMedia(NARROW)
  if (!isNarrow) return <ChangesTable {...props} name="Changes by class" scores={[F1, ENTROPY]} />
  return (
    <div className={styles.stacked}>
      {[F1, ENTROPY].map((score) => (
        <div key={score.label}>
          <h5 className={styles.subheading}>{score.label}</h5>
          <ChangesTable {...props} name={`Changes of ${score.label} by class`} scores={[score]} />
        </div>
      ))}
    </div>
  )
}

interface ChangesTableProps extends ClassChangesProps {
  readonly name: string
  readonly scores: readonly Score[]
}

function ChangesTable({ changes, before, after, name, scores }: ChangesTableProps) {
  const [order, setOrder] = useState<TableOrder>({ column: 3, falling: true })
  const keyOf = (change: ClassChange, index: number): number | null =>
    [
      index,
      ...scores.flatMap(({ of }) => {
        const score = of(change)
        return [score.before, score.after, score.change]
      }),
    ][order.column] ?? null
  const sorted = changes
    .map((change, index) => ({ change, key: keyOf(change, index) }))
    .toSorted((one, other) => {
      if (one.key === null || other.key === null) return Number(one.key === null) - Number(other.key === null)
      return order.falling ? other.key - one.key : one.key - other.key
    })
  return (
    <Table
      name={name}
      columns={[
        'Class',
        // A table of one score has it as its heading.
        ...scores.flatMap(({ label }) =>
          scores.length === 1
            ? [before, after, 'Change']
            : [`${label}, ${before}`, `${label}, ${after}`, `${label} change`],
        ),
      ]}
      rows={sorted.map(({ change }) => [
        withoutBidiControls(change.name),
        ...scores.flatMap(({ of }) => write(of(change))),
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
