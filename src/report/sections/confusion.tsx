import { confusionDrawing, ROW_LEGEND } from '../../figures/confusion/confusionDrawing'
import { confusionTable } from '../../figures/confusion/confusionTable'
import { confusedPairs, NO_CONFUSIONS } from '../../figures/study/confusedPairs'
import { DEFINITIONS } from '../../figures/study/definitions'
import type { CellUnit } from '../../runs/compare'
import { matrixBoxOf } from '../../ui/chart/matrixBox'
import { MatrixDrawing } from '../../ui/chart/MatrixDrawing'
import { ShadeLegend } from '../../ui/chart/ShadeLegend'
import { formatCount } from '../../ui/format'
import { CHART, Figure } from '../parts/Figure'
import { JudgedPart } from '../parts/JudgedPart'
import type { Section } from '../section'

const UNITS: readonly { readonly unit: CellUnit; readonly title: string; readonly cells: string }[] = [
  {
    unit: 'counts',
    title: 'Confusion matrix in images',
    cells: 'A cell counts the images of its row’s class that are taken for its column’s.',
  },
  {
    unit: 'shares',
    title: 'Confusion matrix in percent of each row',
    cells:
      'A cell is the share of the images of its row’s class that are taken for its column’s, in percent: each row adds up to 100.',
  },
]

/** Which classes are taken for which. */
export const CONFUSION: Section = {
  id: 'confusion',
  title: 'Confusion',
  Content: ({ facts }) => (
    <JudgedPart facts={facts}>
      {({ study, split }) => (
        <>
          <div className="grid">
            {UNITS.map(({ unit, title, cells }) => {
              const { more, ...table } = confusionTable(study, unit)
              return (
                <Figure
                  key={unit}
                  title={`${title}, ${split} split`}
                  definition={`Rows are true classes, columns predicted ones: what is right lies on the diagonal. ${cells}`}
                  label={`${title}, ${formatCount(study.classes.length)} classes: darker cells hold a larger share of their row`}
                  picture={
                    <MatrixDrawing {...confusionDrawing(study, unit)} box={matrixBoxOf(study.classes, CHART.width)} />
                  }
                  table={table}
                >
                  <ShadeLegend {...ROW_LEGEND} />
                  {more !== undefined && <p className="remark">The table is of the cells with most images. {more}</p>}
                </Figure>
              )
            })}
          </div>
          <h3>Most confused</h3>
          <p className="definition">{DEFINITIONS.confusions}</p>
          <Pairs says={confusedPairs(study).map((pair) => pair.says)} />
        </>
      )}
    </JudgedPart>
  ),
}

function Pairs({ says }: { readonly says: readonly string[] }) {
  if (says.length === 0) return <p>{NO_CONFUSIONS}</p>
  return (
    <ol>
      {says.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ol>
  )
}
