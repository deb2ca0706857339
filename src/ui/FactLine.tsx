import type { ReactNode } from 'react'
import styles from './FactLine.module.css'

/** Short facts in a line with dots between them; where the line breaks, the dot is left out. Each child is an element. */
export function FactLine({ children }: { readonly children: ReactNode }) {
  return <p className={styles.facts}>{children}</p>
}
