import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { classes } from './classes'
import styles from './Fold.module.css'

export interface FoldProps {
  readonly title: string
  /** Shows while it is closed, too: a word or a figure. */
  readonly fact?: ReactNode
  readonly caution?: boolean
  readonly startsOpen?: boolean
  readonly children: ReactNode
}

/** A part that is opened at a press on its title; until then it is not there at all. */
export function Fold({ title, fact, caution = false, startsOpen = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  return (
    <details
      className={classes(styles.fold, caution && styles.caution)}
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className={styles.summary}>
        <ChevronRight size={14} aria-hidden />
        <span className={styles.title}>{title}</span>
        {fact !== undefined && <span className={styles.fact}>{fact}</span>}
      </summary>
      {isOpen && <div className={styles.content}>{children}</div>}
    </details>
  )
}
