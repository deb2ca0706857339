import { withoutBidiControls } from '../../common/text'
import { useRef, useState } from 'react'
import type { ColumnsQuestion } from '../../data/importSettings'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { SelectField } from '../../ui/SelectField'
import styles from './ColumnsDialog.module.css'
import { columnsOf, findColumnsProblem, NO_COLUMN, ROLES, type ChosenColumns } from './chosenColumns'
import { FirstRows } from './FirstRows'
import type { QuestionProps } from './questionProps'

/** Asks which columns of a table say what, when its header leaves that in doubt, or when a person wants it otherwise. */
export function ColumnsDialog({ question, onAnswer }: QuestionProps<ColumnsQuestion>) {
  const { file, columns, rows, guess } = question
  const [chosen, setChosen] = useState<ChosenColumns>({
    path: guess.path ?? NO_COLUMN,
    label: guess.label ?? NO_COLUMN,
    split: guess.split ?? NO_COLUMN,
  })
  const problem = findColumnsProblem(chosen)
  const names = columns.map((name, i) => ({ value: String(i), label: withoutBidiControls(name) }))
  const none = { path: 'Choose a column', label: 'Choose a column', split: 'None: draw the splits' }
  const cancel = (): void => onAnswer(undefined)

  const first = useRef<HTMLElement>(null)

  return (
    <Dialog title="Which columns?" size="card" initialFocus={first} onClose={cancel}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === undefined) onAnswer({ columns: { [file]: columnsOf(chosen) } })
        }}
      >
        <p className={styles.why}>
          Which column of <bdi className={styles.file}>{file}</bdi> names the image, and which its class? These are its
          first rows.
        </p>
        <div
          className={styles.fields}
          ref={(fields) => {
            first.current = fields?.querySelector('select') ?? null
          }}
        >
          {ROLES.map(({ role, name }) => (
            <SelectField
              key={role}
              label={name}
              value={String(chosen[role])}
              options={[{ value: String(NO_COLUMN), label: none[role] }, ...names]}
              onChange={(value) => setChosen({ ...chosen, [role]: Number(value) })}
            />
          ))}
        </div>
        <FirstRows file={file} columns={columns} rows={rows} chosen={chosen} />
        <div className={styles.actions}>
          <p className={styles.problem} role="status">
            {problem}
          </p>
          <Button onClick={cancel}>Cancel</Button>
          <Button look="primary" type="submit" unavailable={problem !== undefined}>
            Use these columns
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
