import type { ReactNode } from 'react'
import { ChartFrame } from '../../../ui/ChartFrame'
import { FigureMenu, type FigureMenuProps } from '../../../ui/figure/FigureMenu'
import { Help } from '../../../ui/Help'
import { Table } from '../../../ui/Table'
import { nameFigure } from '../figureOrigin'
import { useFigureSource } from './figureSource'

export interface StudyFigureProps extends Pick<FigureMenuProps, 'columns' | 'rows'> {
  /** Without the split, which is added. */
  readonly title: string
  readonly definition: string
  readonly chart: ReactNode
  /** The rows as a person reads them. */
  readonly written: readonly (readonly string[])[]
  /** Of these, where it isn't those of the file. */
  readonly writtenColumns?: readonly string[]
}

/** A figure of the split at hand: chart and table, what it is, and its files. */
export function StudyFigure(props: StudyFigureProps) {
  const { title, chart, written, columns, writtenColumns = columns } = props
  const name = useFigureName(title)
  return (
    <ChartFrame
      title={name}
      tools={<FigureTools {...props} />}
      chart={chart}
      table={<Table name={name} columns={writtenColumns} rows={written} />}
    />
  )
}

/** `ROC, test split`. */
export function useFigureName(title: string): string {
  return nameFigure(title, useFigureSource().split).title
}

/** What stands beside the title of every figure: its definition, and its files. */
export function FigureTools({
  title,
  definition,
  columns,
  rows,
}: Pick<StudyFigureProps, 'title' | 'definition' | 'columns' | 'rows'>) {
  const { split, lines } = useFigureSource()
  return (
    <>
      <Help term={title} text={definition} />
      <FigureMenu {...nameFigure(title, split)} lines={lines} columns={columns} rows={rows} />
    </>
  )
}
