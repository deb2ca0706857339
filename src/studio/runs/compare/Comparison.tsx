import { X } from 'lucide-react'
import { useMemo, type Ref } from 'react'
import { tryDifferences } from '../../../runs/differences'
import type { ReadableRun } from '../../../runs/record'
import { useHitsAt } from '../../../store/hooks'
import { IconButton } from '../../../ui/Button'
import { formatAmount } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { Table } from '../../../ui/Table'
import { ClassesOf } from './ClassesOf'
import { CompareCurves, type CompareCurvesProps } from './CompareCurves'
import styles from './Comparison.module.css'
import { Headline } from './Headline'
import { resultsOf } from './results'
import { RunLogs } from './RunLogs'
import { useDetails } from './useDetails'
import { usePair } from './usePair'

/** More could neither be told apart nor drawn at once. */
const MOST_RUNS = 12

export interface ComparisonProps {
  readonly room: Ref<HTMLElement>
  /** Two or more, the oldest first. */
  readonly runs: readonly ReadableRun[]
  /** Runs whose curves are not drawn. */
  readonly hidden: ReadonlySet<number>
  onToggle(run: number): void
  onClose(): void
}

/** What differs between runs, and what came of it. */
export function Comparison({ room, runs, hidden, onToggle, onClose }: ComparisonProps) {
  const compared = runs.slice(0, MOST_RUNS)
  const { drawn, problems, isReading } = useDetails(compared)
  return (
    <section ref={room} tabIndex={-1} aria-label="Comparison" className={styles.comparison} aria-busy={isReading}>
      <header className={styles.header}>
        <h3 className={styles.title}>Comparison</h3>
        <p className={styles.count}>
          {runs.length > MOST_RUNS
            ? `The first ${MOST_RUNS} of ${formatAmount(runs.length, 'run')}`
            : formatAmount(runs.length, 'run')}
        </p>
        <IconButton label="Close comparison" icon={<X size={16} aria-hidden />} onClick={onClose} />
      </header>
      {problems.map((problem) => (
        <Message key={problem} kind="danger">
          {problem}
        </Message>
      ))}
      {drawn.length >= 2 && <Parts runs={drawn} hidden={hidden} onToggle={onToggle} />}
    </section>
  )
}

function Parts({ runs, hidden, onToggle }: CompareCurvesProps) {
  const pair = usePair(runs)
  const differences = useMemo(
    () => tryDifferences(runs.map(({ details, run }) => ({ details, device: run.summary.device }))),
    [runs],
  )
  const titles = runs.map(({ title }) => title)
  const k = useHitsAt(Math.max(...runs.map(({ details }) => details.dataset.classes.length)))
  const { columns, rows, notes } = useMemo(() => resultsOf(runs, k), [runs, k])
  return (
    <>
      {pair && <Headline pair={pair} />}
      <CompareCurves runs={runs} hidden={hidden} onToggle={onToggle} />
      <div className={styles.pair}>
        <div>
          <h4 className={styles.heading}>Results</h4>
          <Table name="Results of the runs" columns={columns} rows={rows} />
          <p className={styles.remark}>★ marks the best of a row, where all are of the same images.</p>
          {notes.map((note) => (
            <p key={note} className={styles.remark}>
              {note}
            </p>
          ))}
        </div>
        <div>
          <h4 className={styles.heading}>What differs</h4>
          {typeof differences === 'string' ? (
            <Message kind="danger">{differences}</Message>
          ) : differences.length === 0 ? (
            <p className={styles.remark}>Data, layers, recipe and device are the same.</p>
          ) : (
            <Table
              name="What differs"
              columns={['Setting', ...titles]}
              rows={differences.map(({ group, setting, values }) => [`${group}: ${setting}`, ...values])}
            />
          )}
        </div>
      </div>
      <RunLogs runs={runs} />
      {pair && <ClassesOf pair={pair} />}
    </>
  )
}
