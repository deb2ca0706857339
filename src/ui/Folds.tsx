import type { ReactNode } from 'react'
import styles from './Folds.module.css'

/** Folds that belong together, in one frame. */
export function Folds({ children }: { readonly children: ReactNode }) {
  return <div className={styles.folds}>{children}</div>
}
