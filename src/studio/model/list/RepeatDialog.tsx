import { useRef, useState } from 'react'
import { findRepeatProblem } from '../../../model/graph/pieces'
import { useDocument } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { NumberField } from '../../../ui/NumberField'
import styles from './RepeatDialog.module.css'

export interface RepeatDialogProps {
  readonly block: string
  onRepeat(copies: number): void
  onClose(): void
}

/** Asks how many copies of a block are to stand behind it. */
export function RepeatDialog({ block, onRepeat, onClose }: RepeatDialogProps) {
  const [copies, setCopies] = useState(1)
  const field = useRef<HTMLInputElement>(null)
  const stack = useDocument((document) => document.stack)
  const problem = findRepeatProblem(stack, block, copies)
  return (
    <Dialog title={`Repeat “${block}”`} size="card" initialFocus={field} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === undefined) onRepeat(copies)
        }}
      >
        <p className={styles.text}>
          The copies stand behind the block, one after the other. What reads the layer above the block reads, in a copy,
          the layer above the copy.
        </p>
        <NumberField
          label="Copies"
          inputRef={field}
          integer
          min={1}
          value={copies}
          error={problem}
          onChange={setCopies}
        />
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" unavailable={problem !== undefined}>
            Repeat
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
