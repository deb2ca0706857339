import type { ReactNode } from 'react'
import styles from './FigureFrame.module.css'

export interface FigureFrameProps {
  readonly title: string
  /** Stands beside the title: a legend, or figures of this moment. */
  readonly aside?: ReactNode
  /** Small buttons at the end of the line. */
  readonly tools?: ReactNode
  readonly children: ReactNode
}

/** A figure with its title above it. */
export function FigureFrame({ title, aside, tools, children }: FigureFrameProps) {
  return (
    <figure className={styles.frame} aria-label={title}>
      <div className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        {aside}
        {tools !== undefined && <div className={styles.tools}>{tools}</div>}
      </div>
      {children}
    </figure>
  )
}
