import { Suspense, useState } from 'react'
import { sayMarked, SAY_UNIT } from '../../figures/confusion/confusionCells'
import { confusionColumns, confusionFile } from '../../figures/confusion/confusionTable'
import type { CellUnit } from '../../runs/compare'
import { ChartFrame } from '../../ui/ChartFrame'
import { FigureMenu } from '../../ui/figure/FigureMenu'
import { onDemand } from '../../ui/onDemand'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { ConfusionMatrix, type ConfusionMatrixProps } from './ConfusionMatrix'
import { nameFigure, type FigureOrigin } from './figureOrigin'

const ConfusionTable = onDemand(async () => (await import('./ConfusionTable')).ConfusionTable)

export interface ConfusionFigureProps {
  readonly evaluation: ConfusionMatrixProps['evaluation']
  /** Absent while no image has been looked at. */
  readonly origin: FigureOrigin | undefined
  readonly before?: ConfusionMatrixProps['before']
  readonly onShow?: ConfusionMatrixProps['onShow']
}

const TITLE = 'Confusion matrix'

/** Which classes are taken for which, as a picture or as a table. */
export function ConfusionFigure({ evaluation, origin, before, onShow }: ConfusionFigureProps) {
  const [unit, setUnit] = useState<CellUnit>('counts')
  return (
    <ChartFrame
      title={TITLE}
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
      tools={
        origin && (
          <FigureMenu
            {...nameFigure(TITLE, origin.split)}
            lines={[...origin.lines, SAY_UNIT[unit], ...(before ? [sayMarked(before.epoch)] : [])]}
            columns={confusionColumns(evaluation)}
            rows={() => confusionFile(evaluation, unit)}
          />
        )
      }
      chart={
        <ConfusionMatrix
          evaluation={evaluation}
          unit={unit}
          blank={origin === undefined}
          before={before}
          onShow={onShow}
        />
      }
      table={
        <Suspense>
          <ConfusionTable evaluation={evaluation} unit={unit} />
        </Suspense>
      }
    />
  )
}
