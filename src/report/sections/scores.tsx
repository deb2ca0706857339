import { entropyFigure, frequencyFigure, type ClassFigure } from '../../figures/study/classFigures'
import { DEFINITIONS } from '../../figures/study/definitions'
import { STUDY_COLUMNS, studyRows } from '../../figures/study/studyRows'
import { RowDrawing } from '../../ui/chart/RowDrawing'
import { formatCount } from '../../ui/format'
import { DataTable } from '../parts/DataTable'
import { CHART, Figure } from '../parts/Figure'
import { JudgedPart } from '../parts/JudgedPart'
import type { Section } from '../section'

/** Of more classes the first and the last are drawn, and the table has all. */
const MOST_ROWS = 100

/** How each class fares. */
export const SCORES: Section = {
  id: 'classes',
  title: 'Classes',
  Content: ({ facts }) => (
    <JudgedPart facts={facts}>
      {({ study, split }) => {
        const { rows, averages, reasons } = studyRows(study, { column: 0, falling: false })
        const name = `Scores by class, ${split} split`
        return (
          <>
            <h3>{name}</h3>
            <p className="definition">{DEFINITIONS.classes}</p>
            <DataTable name={name} columns={STUDY_COLUMNS} rows={rows} footer={averages} />
            {reasons.map((reason) => (
              <p key={reason} className="remark">
                – {reason}
              </p>
            ))}
            <div className="grid">
              <Bars title="F1 and frequency, by F1" figure={frequencyFigure(study, 'f1')} />
              <Bars title="F1 and frequency, by frequency" figure={frequencyFigure(study, 'frequency')} />
              <Bars title="Entropy by class" figure={entropyFigure(study)} />
            </div>
          </>
        )
      }}
    </JudgedPart>
  ),
}

function Bars({ title, figure }: { readonly title: string; readonly figure: ClassFigure }) {
  const { drawing, definition, columns, written } = figure
  const { rows } = drawing
  const isLong = rows.length > MOST_ROWS
  const shown = isLong ? [...rows.slice(0, MOST_ROWS / 2), ...rows.slice(-MOST_ROWS / 2)] : rows
  return (
    <Figure
      title={title}
      definition={definition}
      label={`${title}: a bar a class, the highest first`}
      picture={<RowDrawing {...drawing} rows={shown} width={CHART.width} />}
      table={{ columns, rows: written }}
    >
      {isLong && (
        <p className="remark">
          Of {formatCount(rows.length)} classes the first and the last {MOST_ROWS / 2} are drawn. The table has all.
        </p>
      )}
    </Figure>
  )
}
