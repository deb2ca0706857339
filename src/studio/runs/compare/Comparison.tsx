import { X } from 'lucide-react'
import { useMemo, useState, type Ref } from 'react'
import { withoutBidiControls } from '../../../common/text'
import type { Evaluation } from '../../../model/metrics/evaluation'
import { changesByClass, describeChanges, subtract } from '../../../runs/compare'
import { tryDifferences } from '../../../runs/differences'
import type { ReadableRun } from '../../../runs/record'
import { IconButton } from '../../../ui/Button'
import { formatAmount } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { SelectField } from '../../../ui/SelectField'
import { Table } from '../../../ui/Table'
import { ClassChanges } from './ClassChanges'
import { CompareCurves } from './CompareCurves'
import styles from './Comparison.module.css'
import { MatrixFigure } from './MatrixFigure'
import { resultsOf } from './results'
import type { DrawnRun } from './series'
import { useDetails } from './useDetails'

/** More could neither be told apart nor drawn at once. */
const MOST_RUNS = 12

export interface ComparisonProps {
  readonly room: Ref<HTMLElement>
  /** Two or more, the oldest first. */
  readonly runs: readonly ReadableRun[]
  readonly hidden: ReadonlySet<number>
  onClose(): void
}

/** What differs between runs, and what came of it. */
export function Comparison({ room, runs, hidden, onClose }: ComparisonProps) {
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
      {drawn.length >= 2 && <Parts runs={drawn} hidden={hidden} />}
    </section>
  )
}

function Parts({ runs, hidden }: { readonly runs: readonly DrawnRun[]; readonly hidden: ReadonlySet<number> }) {
  const differences = useMemo(
    () => tryDifferences(runs.map(({ details, run }) => ({ details, device: run.summary.device }))),
    [runs],
  )
  const titles = runs.map(({ title }) => title)
  const { columns, rows } = useMemo(() => resultsOf(runs), [runs])
  return (
    <>
      <Classes runs={runs} />
      <CompareCurves runs={runs} hidden={hidden} />
      <div className={styles.pair}>
        <div>
          <h4 className={styles.heading}>Results</h4>
          <Table name="Results of the runs" columns={columns} rows={rows} />
          <p className={styles.remark}>★ marks the best of each row.</p>
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
    </>
  )
}

/** The images on which a run is judged: those of the test, or of its last validation. */
function lookOf({ details: { test, validation } }: DrawnRun): Evaluation | undefined {
  return test ?? validation
}

/** Which classes changed from one run to another, in words, in numbers and as matrices. */
function Classes({ runs }: { readonly runs: readonly DrawnRun[] }) {
  const judged = runs.filter((run) => lookOf(run))
  const [chosen, choose] = useState<{ readonly before?: number; readonly after?: number }>({})
  const find = (number: number | undefined): DrawnRun | undefined => judged.find(({ run }) => run.number === number)
  const before = find(chosen.before) ?? judged[0]
  const after = find(chosen.after) ?? judged.at(-1)
  if (!before || !after || judged.length < 2) return null
  const [one, other] = [lookOf(before)!, lookOf(after)!]
  const [first, second] = [before.title, after.title]
  const changes = changesByClass(one, other)
  const difference = subtract(one, other)
  const options = judged.map(({ run, title }) => ({ value: String(run.number), label: title }))
  const classes = one.classes.map(withoutBidiControls)
  return (
    <>
      <p className={styles.words}>{withoutBidiControls(describeChanges(changes, first, second))}</p>
      {judged.length > 2 && (
        <div className={styles.choice}>
          <SelectField
            label="From run"
            value={String(before.run.number)}
            options={options}
            onChange={(value) => choose({ ...chosen, before: Number(value) })}
          />
          <SelectField
            label="To run"
            value={String(after.run.number)}
            options={options}
            onChange={(value) => choose({ ...chosen, after: Number(value) })}
          />
        </div>
      )}
      {one.split !== other.split && (
        <Message kind="caution">
          {`${first} is judged by its ${one.split} images, ${second} by its ${other.split} images: the two can’t be compared as such.`}
        </Message>
      )}
      <div className={styles.classes}>
        <div className={styles.changes}>
          <h4 className={styles.heading}>{`Classes, by the ${other.split} images`}</h4>
          <ClassChanges changes={changes} before={first} after={second} />
        </div>
        <div className={styles.matrices}>
          <MatrixFigure title={`Confusion matrix of ${first}`} classes={classes} cells={one.confusion} />
          <MatrixFigure
            title={`Confusion matrix of ${second}`}
            classes={other.classes.map(withoutBidiControls)}
            cells={other.confusion}
          />
          {difference && (
            <MatrixFigure title={`${second} less ${first}`} classes={classes} cells={difference} isDifference />
          )}
        </div>
      </div>
    </>
  )
}
