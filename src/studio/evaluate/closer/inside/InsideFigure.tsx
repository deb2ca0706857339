import type { ReactNode } from 'react'
import { ChartFrame } from '../../../../ui/ChartFrame'
import { FigureMenu, type FigureMenuProps } from '../../../../ui/figure/FigureMenu'
import { nameFile } from '../../../../ui/figure/nameFile'
import { Help } from '../../../../ui/Help'
import { Table } from '../../../../ui/Table'
import { useInsideLook } from './insideLook'

export interface InsideFigureProps extends Pick<FigureMenuProps, 'columns' | 'rows'> {
  readonly title: string
  /** What it is, where that doesn't go without saying. */
  readonly help?: string
  readonly chart: ReactNode
  /** The rows as a person reads them. */
  readonly written: readonly (readonly string[])[]
  /** Stands beside the title. */
  readonly aside?: ReactNode
}

/** A figure of the tab: picture and table, what it is, and its files. */
export function InsideFigure({ title, help, chart, columns, rows, written, aside }: InsideFigureProps) {
  const { lines } = useInsideLook()
  return (
    <ChartFrame
      title={title}
      aside={
        <>
          {aside}
          {help !== undefined && <Help term={title} text={help} />}
          <FigureMenu title={title} lines={lines} fileName={nameFile(title)} columns={columns} rows={rows} />
        </>
      }
      chart={chart}
      table={<Table name={title} columns={columns} rows={written} />}
    />
  )
}
