import { useState, type ReactNode } from 'react'
import { withoutBidiControls } from '../../../common/text'
import type { Change, ClassChange } from '../../../runs/compare'
import { FigureMenu } from '../../../ui/figure/FigureMenu'
import { nameFile } from '../../../ui/figure/nameFile'
import { FigureFrame } from '../../../ui/FigureFrame'
import { sortByKey } from '../../../ui/sortByKey'
import { Table, type TableOrder } from '../../../ui/Table'
import { useMedia } from '../../../ui/useMedia'
import styles from './Comparison.module.css'

export interface ClassChangesProps {
  /** Above it, such as `Changes by class, on the test images`. */
  readonly title: string
  readonly changes: readonly ClassChange[]
  readonly before: string
  readonly after: string
  /** What the two are of, in short lines. */
  readonly of: readonly string[]
}

/** Where seven columns don't fit beside one another. */
const NARROW = '(max-width: 48rem)'

const F1 = { label: 'F1', of: ({ f1 }: ClassChange): Change => f1 }
const ENTROPY = { label: 'Entropy', of: ({ entropy }: ClassChange): Change => entropy }

type Score = typeof F1

const NAME = 'Changes by class'

/** F1 and entropy of each class in two runs, and what they changed by: in one table, or in two where there is no room for it. */
export function ClassChanges({ title, of, ...props }: ClassChangesProps): ReactNode {
  const isNarrow = useMedia(NARROW)
  const scores = [F1, ENTROPY]
  return (
    <FigureFrame
      title={title}
      tools={
        <FigureMenu
          title={NAME}
          lines={of}
          fileName={nameFile(`${NAME} ${props.before} ${props.after}`)}
          columns={columnsOf(scores, props)}
          rows={props.changes.map((change) => [
            withoutBidiControls(change.name),
            ...scores.flatMap(({ of }) => {
              const { before, after, change: by } = of(change)
              return [before, after, by]
            }),
          ])}
        />
      }
    >
      {isNarrow ? (
        <div className={styles.stacked}>
          {scores.map((score) => (
            <div key={score.label}>
              <h4 className={styles.subheading}>{score.label}</h4>
              <ChangesTable {...props} name={`Changes of ${score.label} by class`} scores={[score]} />
            </div>
          ))}
        </div>
      ) : (
        <ChangesTable {...props} name={NAME} scores={scores} />
      )}
    </FigureFrame>
  )
}

interface ChangesTableProps extends Pick<ClassChangesProps, 'changes' | 'before' | 'after'> {
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
  const sorted = sortByKey(
    changes.map((change, index) => ({ change, key: keyOf(change, index) })),
    order.falling,
  )
  return (
    <Table
      name={name}
      columns={columnsOf(scores, { before, after })}
      rows={sorted.map(({ change }) => [
        withoutBidiControls(change.name),
        ...scores.flatMap(({ of }) => write(of(change))),
      ])}
      order={order}
      onOrder={setOrder}
    />
  )
}

/** A table of one score has it as its heading. */
function columnsOf(
  scores: readonly Score[],
  { before, after }: Pick<ClassChangesProps, 'before' | 'after'>,
): readonly string[] {
  const named =
    scores.length === 1
      ? [before, after, 'Change']
      : scores.flatMap(({ label }) => [`${label}, ${before}`, `${label}, ${after}`, `${label} change`])
  return ['Class', ...named]
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
