import { useId, useRef, useState } from 'react'
import { quoted } from '../../common/text'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { Message } from '../../ui/Message'
import { TextEntryField } from '../../ui/TextEntryField'
import { findSpelling, MOST_LETTERS } from './columns'
import styles from './RegisterDialog.module.css'

const asTyped = (text: string): string => text

export interface RegisterDialogProps {
  readonly run: number
  /** Whether its weights are kept. */
  readonly hasWeights: boolean
  /** The names of models that there are. */
  readonly models: readonly string[]
  onRegister(model: string, note: string): void
  onClose(): void
}

/** Makes a run the next version of a named model. */
export function RegisterDialog({ run, hasWeights, models, onRegister, onClose }: RegisterDialogProps) {
  const [model, setModel] = useState(models.length === 1 ? (models[0] ?? '') : '')
  const [note, setNote] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const list = useId()
  const typed = model.trim()
  const name = findSpelling(typed, models) ?? typed
  return (
    <Dialog title={`Register run ${run}`} size="card" initialFocus={field} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== '') onRegister(name, note.trim())
        }}
      >
        <p className={styles.text}>The run becomes the next version of the model, and its latest.</p>
        {!hasWeights && (
          <Message kind="caution">
            The weights of this run are not kept: the version is its layers and its recipe, to be trained anew.
          </Message>
        )}
        <Field label="Model name">
          {(control) => (
            <input
              {...control}
              ref={field}
              type="text"
              list={list}
              autoComplete="off"
              maxLength={MOST_LETTERS}
              value={model}
              onChange={({ target }) => setModel(target.value)}
            />
          )}
        </Field>
        <datalist id={list}>
          {models.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        {name !== typed && (
          <p role="status" className={styles.text}>
            It is kept as {quoted(name)}, as its other versions are called.
          </p>
        )}
        <TextEntryField
          label="Version note"
          value={note}
          format={asTyped}
          parse={asTyped}
          inputMode="text"
          onChange={(text: string) => setNote(text)}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" unavailable={name === ''}>
            Register
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
