import { useId, type ReactNode } from 'react'
import { Boundary } from './Boundary'
import styles from './Panel.module.css'

export interface PanelProps {
  /** Where a link to the panel leads. */
  readonly id: string
  readonly title: string
  /** Stands at the end of the title's line: a few buttons or a figure. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** A room of the page: a region named by its heading. */
export function Panel({ id, title, aside, children }: PanelProps) {
  const heading = useId()
  return (
    <section id={id} className={styles.panel} aria-labelledby={heading} tabIndex={-1}>
      <header className={styles.header}>
        <h2 id={heading} className={styles.title}>
          {title}
        </h2>
        {aside}
      </header>
      <div className={styles.body}>
        <Boundary>{children}</Boundary>
      </div>
    </section>
  )
}
