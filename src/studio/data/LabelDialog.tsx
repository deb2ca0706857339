import { withoutBidiControls } from '../../common/text'
import { useRef, useState } from 'react'
import type { LabelQuestion } from '../../data/importSettings'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { SelectField } from '../../ui/SelectField'
import styles from './ColumnsDialog.module.css'
import type { QuestionProps } from './questionProps'

/** Asks which column of a table of pixels is the label. */
export function LabelDialog({ question: { file, columns, guess, isInDoubt }, onAnswer }: QuestionProps<LabelQuestion>) {
  const [label, setLabel] = useState(guess)
  const first = useRef<HTMLElement>(null)
  const options = columns.map(({ column, name }) => ({ value: String(column), label: withoutBidiControls(name) }))

  return (
    <Dialog title="Which column is the label?" size="card" initialFocus={first} onClose={() => onAnswer(undefined)}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          onAnswer({ labels: { [file]: label } })
        }}
      >
        <p className={styles.why}>
          <bdi className={styles.file}>{file}</bdi>{' '}
          {isInDoubt
            ? 'has one column more than its images have pixels, and does not say which one is the class.'
            : 'has one image a row. Choose the column that says its class.'}
        </p>
        <div
          className={styles.fields}
          ref={(fields) => {
            first.current = fields?.querySelector('select') ?? null
          }}
        >
          <SelectField
            label="Label"
            value={String(label)}
            options={options}
            onChange={(value) => setLabel(Number(value))}
          />
        </div>
        {columns.map(
          ({ column, name, values }) =>
            values.length > 0 && (
              <p key={column} className={styles.why}>
                <bdi>{withoutBidiControls(name)}</bdi>: <bdi>{values.join(', ')}, …</bdi>
              </p>
            ),
        )}
        <div className={styles.actions}>
          <Button onClick={() => onAnswer(undefined)}>Cancel</Button>
          <Button look="primary" type="submit">
            Use this column
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
