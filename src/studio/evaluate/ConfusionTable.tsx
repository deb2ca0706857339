import { confusionTable } from '../../figures/confusion/confusionTable'
import type { CellUnit } from '../../runs/compare'
import { Table } from '../../ui/Table'
import type { ConfusionMatrixProps } from './ConfusionMatrix'
import styles from './ConfusionTable.module.css'

export interface ConfusionTableProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  readonly unit: CellUnit
}

/** The confusion matrix in numbers. */
export function ConfusionTable({ evaluation, unit }: ConfusionTableProps) {
  const { columns, rows, more } = confusionTable(evaluation, unit)
  return (
    <div className={styles.table}>
      <Table name="Confusion matrix" columns={columns} rows={rows} />
      {more !== undefined && <p className={styles.more}>{more}</p>}
    </div>
  )
}
