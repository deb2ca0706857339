import { useState } from 'react'
import { Table, type TableOrder } from '../../ui/Table'
import styles from './ClassTable.module.css'
import { CLASS_COLUMNS, classRows } from './classRows'

export interface ClassTableProps {
  readonly evaluation: { readonly classes: readonly string[]; readonly confusion: readonly number[] }
}

/** Precision, recall and F1 of every class. */
export function ClassTable({ evaluation }: ClassTableProps) {
  const [order, setOrder] = useState<TableOrder>({ column: 0, falling: false })
  const { rows, averages } = classRows(evaluation.confusion, evaluation.classes, order)
  return (
    <div className={styles.byClass}>
      <h3 className={styles.title}>By class</h3>
      <Table
        name="By class"
        columns={CLASS_COLUMNS}
        rows={rows}
        footer={averages}
        shortens
        order={order}
        onOrder={setOrder}
      />
    </div>
  )
}
