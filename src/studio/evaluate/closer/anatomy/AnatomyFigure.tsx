import type { ReactNode } from 'react'
import { withoutBidiControls } from '../../../../common/text'
import { useSession } from '../../../../store/hooks'
import { ChartFrame } from '../../../../ui/ChartFrame'
import { FigureMenu, type FigureMenuProps } from '../../../../ui/figure/FigureMenu'
import { nameFile } from '../../../../ui/figure/nameFile'
import { formatCount } from '../../../../ui/format'
import { Help } from '../../../../ui/Help'
import { Table } from '../../../../ui/Table'

export interface AnatomyFigureProps extends Pick<FigureMenuProps, 'columns' | 'rows'> {
  readonly title: string
  readonly definition: string
  readonly chart: ReactNode
  /** The table on the page: as a person reads it. */
  readonly writtenColumns: readonly string[]
  readonly written: readonly (readonly string[])[]
  /** Its last column holds lists, which break into lines. */
  readonly endsInWords?: boolean
}

/** A figure of the inside of the model: chart and table, what it is, and its files. */
export function AnatomyFigure(props: AnatomyFigureProps) {
  const { title, definition, chart, columns, rows, writtenColumns, written, endsInWords = false } = props
  const dataName = useSession(({ run, data }) =>
    run.state.status === 'idle' ? (data.dataset?.name ?? '') : run.dataName,
  )
  const number = useSession(({ run }) => run.number)
  const lines = [withoutBidiControls(dataName), ...(number === undefined ? [] : [`Run ${formatCount(number)}`])].filter(
    (line) => line !== '',
  )
  return (
    <ChartFrame
      title={title}
      aside={
        <>
          <Help term={title} text={definition} />
          <FigureMenu title={title} lines={lines} fileName={nameFile(title)} columns={columns} rows={rows} />
        </>
      }
      chart={chart}
      table={<Table name={title} columns={writtenColumns} rows={written} endsInWords={endsInWords} />}
    />
  )
}
