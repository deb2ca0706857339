import { ChartLine, Table2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from './Button'
import styles from './ChartFrame.module.css'

export interface ChartFrameProps {
  readonly title: string
  /** Stands beside the title: a legend, or figures of this moment. */
  readonly aside?: ReactNode
  readonly chart: ReactNode
  /** The same figures as a table with the chart's title as its name. */
  readonly table: ReactNode
}

/** A figure that can be read as a picture or as a table. */
export function ChartFrame({ title, aside, chart, table }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  const Icon = asTable ? ChartLine : Table2
  return (
    <figure className={styles.frame} aria-label={title}>
      <div className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        {aside}
        <Button
          look="plain"
          size="small"
          aria-pressed={asTable}
          title="Show as table"
          aria-label="Show as table"
          onClick={() => setAsTable(!asTable)}
        >
          <Icon size={14} aria-hidden />
        </Button>
      </div>
      <div className={styles.content}>{asTable ? table : chart}</div>
    </figure>
  )
}
