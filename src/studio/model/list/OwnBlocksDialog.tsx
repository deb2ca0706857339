import { Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useActions, useSession } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { Message } from '../../../ui/Message'
import { describeOwn } from './LayerMenu'
import styles from './OwnBlocksDialog.module.css'

/** The blocks that a person saved, each of which can be deleted. It closes when none is left. */
export function OwnBlocksDialog({ onClose }: { onClose(): void }) {
  const { deleteOwnBlock } = useActions()
  const { own, trouble } = useSession((session) => session.layers)
  // No button: the first one closes the window, and the next deletes.
  const text = useRef<HTMLParagraphElement>(null)
  const isEmpty = own.length === 0
  useEffect(() => {
    if (isEmpty) onClose()
  }, [isEmpty, onClose])
  return (
    <Dialog title="My blocks" size="card" initialFocus={text} onClose={onClose}>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      <p ref={text} tabIndex={-1} className={styles.text}>
        They are kept in this browser. Deleting one leaves the models that have it as they are.
      </p>
      <ul className={styles.blocks} aria-label="My blocks">
        {own.map(({ name, piece }) => (
          <li key={name} className={styles.block}>
            <span className={styles.what}>
              <strong className={styles.name}>{name}</strong>
              <span className={styles.layers}>{describeOwn(piece.layers.map(({ className }) => className))}</span>
            </span>
            <Button size="small" aria-label={`Delete ${name}`} onClick={() => deleteOwnBlock(name)}>
              <Trash2 size={14} aria-hidden />
              Delete
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
