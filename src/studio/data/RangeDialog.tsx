import { useRef } from 'react'
import type { RangeQuestion } from '../../data/importSettings'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './ColumnsDialog.module.css'
import type { QuestionProps } from './questionProps'

/** Offers to spread pixels on an unknown scale from black to white. */
export function RangeDialog({ question: { why }, onAnswer }: QuestionProps<RangeQuestion>) {
  const spread = useRef<HTMLButtonElement>(null)
  return (
    <Dialog
      title="Which values are black and white?"
      size="card"
      initialFocus={spread}
      onClose={() => onAnswer(undefined)}
    >
      <div className={styles.form}>
        <p className={styles.why}>{why}</p>
        <p className={styles.why}>
          They can be spread: the least value of all files becomes black, and the largest white.
        </p>
        <div className={styles.actions}>
          <Button onClick={() => onAnswer(undefined)}>Cancel</Button>
          <Button ref={spread} look="primary" onClick={() => onAnswer({ values: 'spread' })}>
            Spread the values
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
