import { useId, type ReactNode } from 'react'
import { classes } from '../../ui/classes'
import { DataTable, type DataTableProps } from './DataTable'

export interface FigureProps {
  readonly title: string
  readonly definition: string
  /** What the picture is, for whoever does not see it. The numbers are in the table. */
  readonly label: string
  readonly picture: ReactNode
  /** It takes the width of the page. */
  readonly isWide?: boolean
  /** Below the picture. */
  readonly children?: ReactNode
  /** Absent where the section has one beside it. */
  readonly table?: Pick<DataTableProps, 'columns' | 'rows' | 'endsInWords'>
}

/** A picture with what it is, and its numbers folded below it. Pictures side by side begin at one height. */
export function Figure({ title, definition, label, picture, isWide = false, children, table }: FigureProps) {
  const id = useId()
  return (
    <figure aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className={classes('picture', isWide && 'wide')} role="img" aria-label={label}>
        {picture}
      </div>
      {children}
      <p className="definition">{definition}</p>
      {table && (
        <details>
          <summary>{title} as a table</summary>
          <DataTable name={title} {...table} />
        </details>
      )}
    </figure>
  )
}

/** The size at which a chart is drawn, in pixels: as wide as a phone shows it without making its text too small. */
export const CHART = { width: 400, height: 240 } as const
export const LOW_CHART = { width: 400, height: 145 } as const
