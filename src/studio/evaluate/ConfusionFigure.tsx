import { useState } from 'react'
import { rowShares } from '../../model/metrics/confusion'
import { ChartFrame } from '../../ui/ChartFrame'
import { formatCount, formatPercent } from '../../ui/format'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { Table } from '../../ui/Table'
import type { CellUnit } from './confusionCells'
import styles from './ConfusionFigure.module.css'
import { ConfusionMatrix, type ConfusionMatrixProps } from './ConfusionMatrix'

export interface ConfusionFigureProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  /** No image has been looked at yet. */
  readonly blank: boolean
}

/** Which classes are taken for which, as a picture or as a table. */
export function ConfusionFigure({ evaluation, blank }: ConfusionFigureProps) {
  const [unit, setUnit] = useState<CellUnit>('counts')
  return (
    <ChartFrame
      title="Confusion matrix"
      aside={
        <SegmentedControl
          label="Cells show"
          value={unit}
          options={[
            { value: 'counts', label: 'Counts' },
            { value: 'shares', label: 'Row %' },
          ]}
          onChange={setUnit}
        />
      }
      chart={<ConfusionMatrix evaluation={evaluation} unit={unit} blank={blank} />}
      table={
        <div className={styles.table}>
          <ConfusionTable evaluation={evaluation} unit={unit} />
        </div>
      }
    />
  )
}

function ConfusionTable({ evaluation, unit }: { readonly unit: CellUnit } & Pick<ConfusionFigureProps, 'evaluation'>) {
  const { classes, confusion } = evaluation
  const cells =
    unit === 'counts'
      ? confusion.map(formatCount)
      : rowShares(confusion, classes.length).map((share) => formatPercent(share))
  const rows = classes.map((name, truth) => [
    name,
    ...cells.slice(truth * classes.length, (truth + 1) * classes.length),
  ])
  return <Table name="Confusion matrix" columns={['True, predicted →', ...classes]} rows={rows} />
}
