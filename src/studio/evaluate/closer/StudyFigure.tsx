import type { ReactNode } from 'react'
import type { StudyFigureText } from '../../../figures/study/figure'
import { ChartFrame } from '../../../ui/ChartFrame'
import { FigureMenu } from '../../../ui/figure/FigureMenu'
import { Help } from '../../../ui/Help'
import { Table } from '../../../ui/Table'
import { nameFigure } from '../figureOrigin'
import { useFigureSource } from './figureSource'

export interface StudyFigureProps {
  readonly figure: StudyFigureText
  readonly chart: ReactNode
}

/** A figure of the split at hand: chart and table, what it is, and its files. */
export function StudyFigure({ figure, chart }: StudyFigureProps) {
  const { title, written, columns, writtenColumns = columns } = figure
  const name = useFigureName(title)
  return (
    <ChartFrame
      title={name}
      tools={<FigureTools {...figure} />}
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
}: Pick<StudyFigureText, 'title' | 'definition' | 'columns' | 'rows'>) {
  const { split, lines } = useFigureSource()
  return (
    <>
      <Help term={title} text={definition} />
      <FigureMenu {...nameFigure(title, split)} lines={lines} columns={columns} rows={rows} />
    </>
  )
}
