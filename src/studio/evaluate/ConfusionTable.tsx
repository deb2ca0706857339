import { rowShares } from '../../model/metrics/confusion'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import { Table } from '../../ui/Table'
import type { CellUnit } from './confusionCells'
import type { ConfusionMatrixProps } from './ConfusionMatrix'
import styles from './ConfusionTable.module.css'
import { listCells } from './listCells'

export interface ConfusionTableProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  readonly unit: CellUnit
}

const NAME = 'Confusion matrix'

/** With more classes the cells are listed: tens of thousands of them would be slow to draw, and nobody reads them. */
const MOST_IN_SQUARE = 64
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
  const rows = classes.map((name, truth) => [
    name,
    ...cells.slice(truth * classes.length, (truth + 1) * classes.length),
  ])
  return <Table name={NAME} columns={['True, predicted →', ...classes]} rows={rows} />
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
      <Table name={NAME} columns={['True', 'Predicted', 'Images', 'Share of the row']} rows={rows} />
      {more > 0 && <p className={styles.more}>And {formatAmount(more, 'cell')} with fewer or as many images.</p>}
    </>
  )
}
