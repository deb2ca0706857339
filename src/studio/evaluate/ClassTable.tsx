import { useState } from 'react'
import { FigureMenu } from '../../ui/figure/FigureMenu'
import { FigureFrame } from '../../ui/FigureFrame'
import { Table, type TableOrder } from '../../ui/Table'
import styles from './ClassTable.module.css'
import { CLASS_COLUMNS, classRows } from './classRows'
import { nameFigure, type FigureOrigin } from './figureOrigin'

export interface ClassTableProps {
  readonly evaluation: { readonly classes: readonly string[]; readonly confusion: readonly number[] }
  /** Absent while no image has been looked at. */
  readonly origin: FigureOrigin | undefined
}

const TITLE = 'By class'

/** Precision, recall and F1 of every class. */
export function ClassTable({ evaluation, origin }: ClassTableProps) {
  const [order, setOrder] = useState<TableOrder>({ column: 0, falling: false })
  const { rows, averages, file } = classRows(evaluation.confusion, evaluation.classes, order)
  return (
    <div className={styles.byClass}>
      <FigureFrame
        title={TITLE}
        tools={
          origin && (
            <FigureMenu {...nameFigure(TITLE, origin.split)} lines={origin.lines} columns={CLASS_COLUMNS} rows={file} />
          )
        }
      >
        <Table
          name={TITLE}
          columns={CLASS_COLUMNS}
          rows={rows}
          footer={averages}
          shortens
          order={order}
          onOrder={setOrder}
        />
      </FigureFrame>
    </div>
  )
}
