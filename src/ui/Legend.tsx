import type { ReactNode } from 'react'
import styles from './Legend.module.css'

/** The lines of a chart by their names. @param children items of a list; each colours its `::before`. */
export function Legend({ children }: { readonly children: ReactNode }) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {children}
    </ul>
  )
}
