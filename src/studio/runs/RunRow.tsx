import { memo, type ReactNode } from 'react'
import { withoutBidiControls } from '../../common/text'
import type { ResumableRun } from '../../engine/protocol/resume'
import { classes } from '../../ui/classes'
import { describeResults, MOST_LETTERS, type Column, type Row } from './columns'
import { EditableText } from './EditableText'
import { RunActions } from './RunActions'
import type { RunRowActions } from './rowActions'
import { lookOf } from './runColour'
import styles from './RunsTable.module.css'

export interface RunRowProps {
  readonly row: Row
  /** Its place among all rows, from 1; the head of the table is the first. */
  readonly index: number
  readonly isSelected: boolean
  readonly isHidden: boolean
  /** Where it can be resumed from, and what keeps it from that; absent where it has no checkpoint. */
  readonly resumable?: ResumableRun | undefined
  readonly columns: readonly Column[]
  /** The results stand under the name, and the actions are in a menu. */
  readonly isNarrow: boolean
  readonly actions: RunRowActions
}

export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { row, index, isSelected, isHidden, resumable, columns, isNarrow, actions } = props
  const { run } = row
  const { number, marks } = run
  const { colour, dash } = lookOf(number)
  const does = (
    <td className={styles.actions}>
      <RunActions run={run} resumable={resumable} isNarrow={isNarrow} actions={actions} />
    </td>
  )
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
          mostLetters={MOST_LETTERS}
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
      {isNarrow && does}
      {'problem' in run ? (
        <td colSpan={columns.length} className={styles.problem}>
          {run.problem}
        </td>
      ) : (
        columns.map((column) => (
          <td
            key={column.id}
            className={classes(column.isFigure && styles.figure)}
            title={(column.title ?? column.text)(row)}
          >
            {writeCell(column, row, actions)}
          </td>
        ))
      )}
      {!isNarrow && does}
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
        onChange={(text) => actions.tag(number, text)}
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
