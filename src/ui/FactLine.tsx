import { Children, type ReactNode } from 'react'
import styles from './FactLine.module.css'

export interface FactLineProps {
  readonly children: ReactNode
  /** Stands behind the last fact, without a dot, and goes with it to the next line. */
  readonly end?: ReactNode
}

/** Short facts in a line with dots between them; where the line breaks, the dot is left out. Each child is an element. */
export function FactLine({ children, end }: FactLineProps) {
  if (end === undefined) return <p className={styles.facts}>{children}</p>
  const facts = Children.toArray(children)
  return (
    <p className={styles.facts}>
      {facts.slice(0, -1)}
      <span className={styles.last}>
        {facts.at(-1)}
        {end}
      </span>
    </p>
  )
}
