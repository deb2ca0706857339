import { BookmarkPlus, CornerUpLeft, RotateCcw, Trash2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { withoutBidiControls } from '../../common/text'
import type { ResumableRun } from '../../engine/protocol/resume'
import { classes } from '../../ui/classes'
import { Button } from '../../ui/Button'
import { formatBytes, formatCount } from '../../ui/format'
import { COLUMNS, describeResults, parseTags, type Column, type Row } from './columns'
import { EditableText } from './EditableText'
import { lookOf } from './runColour'
import styles from './RunsTable.module.css'

/** What can be done with a run; stable from one rendering to the next. */
export interface RunRowActions {
  select(number: number, isSelected: boolean): void
  toggleCurve(number: number): void
  mark(
    number: number,
    change: { readonly name?: string; readonly tags?: readonly string[]; readonly note?: string },
  ): void
  restore(number: number): void
  resume(number: number): void
  register(number: number): void
  remove(numbers: readonly number[]): void
}

export interface RunRowProps {
  readonly row: Row
  /** Its place among all rows, from 1; the head of the table is the first. */
  readonly index: number
  readonly isSelected: boolean
  readonly isHidden: boolean
  /** Where it can be resumed from, and what keeps it from that; absent where it has no checkpoint. */
  readonly resumable?: ResumableRun | undefined
  /** The results stand under the name. */
  readonly isNarrow: boolean
  readonly actions: RunRowActions
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { row, index, isSelected, isHidden, resumable, isNarrow, actions } = props
  const { run } = row
  const { number, marks } = run
  const { colour, dash } = lookOf(number)
  return (
    <tr data-row aria-rowindex={index} aria-selected={isSelected} className={classes(isSelected && styles.selected)}>
      <td className={classes(styles.pinned, styles.check)}>
        <input
          type="checkbox"
          aria-label={`Select run ${number}`}
          checked={isSelected}
          onChange={({ target }) => actions.select(number, target.checked)}
        />
      </td>
      <td className={classes(styles.pinned, styles.swatchCell)}>
        <button
          type="button"
          className={styles.swatch}
          aria-label={`Show curves of run ${number}`}
          aria-pressed={!isHidden}
          title={isHidden ? 'Show its curves' : 'Hide its curves'}
          onClick={() => actions.toggleCurve(number)}
        >
          <svg viewBox="0 0 20 12" aria-hidden>
            <line x1="1" x2="19" y1="6" y2="6" stroke={colour} strokeDasharray={dash} />
          </svg>
        </button>
      </td>
      <td className={classes(styles.pinned, styles.number)}>{number}</td>
      <th scope="row" className={classes(styles.pinned, styles.name)}>
        <EditableText
          label={`Name of run ${number}`}
          value={marks.name}
          onChange={(name) => actions.mark(number, { name })}
        >
          {marks.name === '' ? (
            <span className={styles.unnamed}>Run {number}</span>
          ) : (
            <bdi className={styles.cut}>{withoutBidiControls(marks.name)}</bdi>
          )}
        </EditableText>
        {isNarrow && <p className={styles.results}>{describeResults(row).replaceAll(' %', '\u00A0%')}</p>}
      </th>
      {'problem' in run ? (
        <td colSpan={COLUMNS.length} className={styles.problem}>
          {run.problem}
        </td>
      ) : (
        COLUMNS.map((column) => (
          <td
            key={column.id}
            className={classes(column.isFigure && styles.figure)}
            title={(column.title ?? column.text)(row)}
          >
            {writeCell(column, row, actions)}
          </td>
        ))
      )}
      <td className={classes(styles.actions)}>
        <div className={styles.buttons}>
          {resumable && (
            <RowButton
              label={`Resume run ${number}`}
              title={sayResume(resumable)}
              icon={<RotateCcw size={14} aria-hidden />}
              onClick={() => actions.resume(number)}
            />
          )}
          {'summary' in run && (
            <>
              <RowButton
                label={`Restore run ${number} into the studio`}
                icon={<CornerUpLeft size={14} aria-hidden />}
                onClick={() => actions.restore(number)}
              />
              <RowButton
                label={`Register run ${number} as a version`}
                icon={<BookmarkPlus size={14} aria-hidden />}
                onClick={() => actions.register(number)}
              />
            </>
          )}
          <RowButton
            label={`Delete run ${number}`}
            icon={<Trash2 size={14} aria-hidden />}
            onClick={() => actions.remove([number])}
          />
        </div>
      </td>
    </tr>
  )
})

/** A text where nothing else is needed: there are hundreds of cells in view. */
function writeCell(column: Column, row: Row, actions: RunRowActions): ReactNode {
  const { number, marks } = row.run
  if (column.id === 'tags') {
    return (
      <EditableText
        label={`Tags of run ${number}`}
        value={marks.tags.join(', ')}
        onChange={(text) => actions.mark(number, { tags: parseTags(text) })}
      >
        {marks.tags.length === 0 ? (
          <span className={styles.unnamed}>Add</span>
        ) : (
          marks.tags.map((tag) => (
            <bdi key={tag} className={styles.tag}>
              {withoutBidiControls(tag)}
            </bdi>
          ))
        )}
      </EditableText>
    )
  }
  if (column.id === 'note') {
    return (
      <EditableText
        label={`Note of run ${number}`}
        value={marks.note}
        onChange={(note) => actions.mark(number, { note })}
      >
        {marks.note === '' ? (
          <span className={styles.unnamed}>Add</span>
        ) : (
          <bdi className={styles.cut}>{withoutBidiControls(marks.note)}</bdi>
        )}
      </EditableText>
    )
  }
  if (column.id === 'state' && 'summary' in row.run) {
    return <span className={classes(styles.state, styles[row.run.state])}>{column.text(row)}</span>
  }
  return column.text(row)
}

interface RowButtonProps {
  readonly label: string
  /** Where it says more than the label. */
  readonly title?: string
  readonly icon: ReactNode
  onClick(): void
}

function sayResume(resumable: ResumableRun): string {
  if ('problem' in resumable) return resumable.problem
  const { run, place, bytes } = resumable
  const { epoch, step, steps } = place
  return `Resume run ${run} from epoch ${formatCount(epoch)}, step ${formatCount(step)} of ${formatCount(steps)} (${formatBytes(bytes)})`
}

/** With the browser's own tooltip: there are a hundred of these in view, and all of them are new after a sort. */
function RowButton({ label, title = label, icon, onClick }: RowButtonProps) {
  return (
    <Button look="plain" size="small" className={styles.button} aria-label={label} title={title} onClick={onClick}>
      {icon}
    </Button>
  )
}
