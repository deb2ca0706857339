import type { ReactNode } from 'react'
import styles from './FactLine.module.css'

export interface FactLineProps {
  readonly children: ReactNode
  /** Stands behind the last fact, without a dot. */
  readonly end?: ReactNode
}

/** Short facts in a line with dots between them; where the line breaks, the dot is left out. Each child is an element. */
export function FactLine({ children, end }: FactLineProps) {
  return (
    <p className={styles.facts}>
      {children}
      {end !== undefined && <span className={styles.end}>{end}</span>}
    </p>
  )
}
