import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { classes } from './classes'
import styles from './Fold.module.css'

export interface FoldProps {
  readonly title: string
  /** Shows while it is closed, too: a word or a figure. */
  readonly fact?: ReactNode
  readonly caution?: boolean
  /** Without a frame, for a part of a card. */
  readonly plain?: boolean
  readonly startsOpen?: boolean
  /** Something in it asks for attention, so it is open, and stays so afterwards. */
  readonly mustOpen?: boolean
  readonly children: ReactNode
}

/** A part that is opened at a press on its title; until then it is not there at all. */
export function Fold({
  title,
  fact,
  caution = false,
  plain = false,
  startsOpen = false,
  mustOpen = false,
  children,
}: FoldProps) {
  const [isOpen, setOpen] = useState(startsOpen)
  if (mustOpen && !isOpen) setOpen(true)
  return (
    <details
      className={classes(plain ? styles.plain : styles.fold, caution && styles.caution)}
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
