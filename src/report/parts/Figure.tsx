import { useId, type ReactNode } from 'react'
import { DataTable, type DataTableProps } from './DataTable'

export interface FigureProps {
  readonly title: string
  readonly definition: string
  /** What the picture is, for whoever does not see it. The numbers are in the table. */
  readonly label: string
  readonly picture: ReactNode
  /** Below the picture. */
  readonly children?: ReactNode
  readonly table: Pick<DataTableProps, 'columns' | 'rows' | 'endsInWords'>
}

/** A picture with what it is, and its numbers folded below it. Pictures side by side begin at one height. */
export function Figure({ title, definition, label, picture, children, table }: FigureProps) {
  const id = useId()
  return (
    <figure aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className="picture" role="img" aria-label={label}>
        {picture}
      </div>
      {children}
      <p className="definition">{definition}</p>
      <details>
        <summary>{title} as a table</summary>
        <DataTable name={title} {...table} />
      </details>
    </figure>
  )
}

/** The size at which a chart is drawn, in pixels: as wide as a phone shows it without making its text too small. */
export const CHART = { width: 400, height: 240 } as const
export const LOW_CHART = { width: 400, height: 145 } as const
