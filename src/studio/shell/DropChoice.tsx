import { useRef } from 'react'
import type { OpenMode } from '../../store/drop/dropActions'
import { useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { formatAmount } from '../../ui/format'
import styles from './DropChoice.module.css'

export interface DropChoiceProps {
  /** What was dropped, as the person would call it. */
  readonly name: string
  onChoose(mode: OpenMode): void
  onClose(): void
}

/** Asks whether what was dropped takes the place of the data at hand. Enter replaces, Escape leaves everything as it is. */
export function DropChoice({ name, onChoose, onClose }: DropChoiceProps) {
  const dataset = useSession((session) => session.data.dataset)
  const hasRun = useSession(({ run }) => 'progress' in run.state)
  const replace = useRef<HTMLButtonElement>(null)
  return (
    <Dialog title="There are data already" size="card" initialFocus={replace} onClose={onClose}>
      <div className={styles.choice}>
        <p className={styles.text}>
          Replace the {formatAmount(dataset?.images ?? 0, 'image')} of{' '}
          <bdi className={styles.name}>{dataset?.name}</bdi> by <bdi className={styles.name}>{name}</bdi>, or add to
          them? Undo takes either back.
        </p>
        {hasRun && (
          <p className={styles.text}>
            The curves and results of the last run leave the page either way, and come back with Undo. The model stays.
          </p>
        )}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button onClick={() => onChoose('add')}>Add</Button>
          <Button look="primary" ref={replace} onClick={() => onChoose('replace')}>
            Replace
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
