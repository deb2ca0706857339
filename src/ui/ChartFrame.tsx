import { ChartLine, Table2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from './Button'
import styles from './ChartFrame.module.css'
import { FigureFrame, type FigureFrameProps } from './FigureFrame'

export interface ChartFrameProps extends Omit<FigureFrameProps, 'children'> {
  readonly chart: ReactNode
  /** The same figures as a table with the chart's title as its name. */
  readonly table: ReactNode
}

/** A figure that can be read as a picture or as a table. */
export function ChartFrame({ tools, chart, table, ...frame }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false)
  const Icon = asTable ? ChartLine : Table2
  return (
    <FigureFrame
      {...frame}
      tools={
        <>
          {tools}
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
        </>
      }
    >
      <div className={styles.content}>{asTable ? table : chart}</div>
    </FigureFrame>
  )
}
