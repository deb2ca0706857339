import { Suspense, useState } from 'react'
import type { CellUnit } from '../../figures/confusion/confusionCells'
import { ChartFrame } from '../../ui/ChartFrame'
import { onDemand } from '../../ui/onDemand'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { ConfusionMatrix, type ConfusionMatrixProps } from './ConfusionMatrix'

const ConfusionTable = onDemand(async () => (await import('./ConfusionTable')).ConfusionTable)

export interface ConfusionFigureProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  /** No image has been looked at yet. */
  readonly blank: boolean
  readonly before?: ConfusionMatrixProps['before']
  readonly onShow?: ConfusionMatrixProps['onShow']
}

/** Which classes are taken for which, as a picture or as a table. */
export function ConfusionFigure({ evaluation, blank, before, onShow }: ConfusionFigureProps) {
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
      chart={<ConfusionMatrix evaluation={evaluation} unit={unit} blank={blank} before={before} onShow={onShow} />}
      table={
        <Suspense>
          <ConfusionTable evaluation={evaluation} unit={unit} />
        </Suspense>
      }
    />
  )
}
