import { rowShares } from '../../model/metrics/confusion'
import { squareTable } from '../../ui/figure/squareTable'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import { Table } from '../../ui/Table'
import type { CellUnit } from './confusionCells'
import { LIST_COLUMNS, MOST_IN_SQUARE } from './confusionFile'
import type { ConfusionMatrixProps } from './ConfusionMatrix'
import styles from './ConfusionTable.module.css'
import { listCells } from './listCells'

export interface ConfusionTableProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  readonly unit: CellUnit
}

const NAME = 'Confusion matrix'

const MOST_LISTED = 1000

/** The confusion matrix in numbers: a square, or of many classes a list of the cells that hold images. */
export function ConfusionTable({ evaluation, unit }: ConfusionTableProps) {
  return (
    <div className={styles.table}>
      {evaluation.classes.length <= MOST_IN_SQUARE ? (
        <Square evaluation={evaluation} unit={unit} />
      ) : (
        <List evaluation={evaluation} />
      )}
    </div>
  )
}

function Square({ evaluation: { classes, confusion }, unit }: ConfusionTableProps) {
  const cells =
    unit === 'counts'
      ? confusion.map(formatCount)
      : rowShares(confusion, classes.length).map((share) => formatPercent(share))
  return <Table name={NAME} {...squareTable(classes, cells)} />
}

function List({ evaluation: { classes, confusion } }: Pick<ConfusionTableProps, 'evaluation'>) {
  const { listed, more } = listCells(confusion, classes.length, MOST_LISTED)
  const rows = listed.map(({ truth, guess, images, share }) => [
    classes[truth] ?? '',
    classes[guess] ?? '',
    formatCount(images),
    formatPercent(share),
  ])
  return (
    <>
      <Table name={NAME} columns={LIST_COLUMNS} rows={rows} />
      {more > 0 && <p className={styles.more}>And {formatAmount(more, 'cell')} with fewer or as many images.</p>}
    </>
  )
}
