import { confidenceFigure, reliabilityFigure } from '../../figures/study/calibrationFigures'
import { coverageFigure } from '../../figures/study/coverageFigure'
import type { StudyFigureText } from '../../figures/study/figure'
import { BinDrawing } from '../../ui/chart/BinDrawing'
import { LineDrawing } from '../../ui/chart/LineDrawing'
import { CHART, Figure, LOW_CHART } from '../parts/Figure'
import { ProbabilitiesPart } from '../parts/JudgedPart'
import type { Section } from '../section'

/** What the model’s confidence is worth. */
export const CONFIDENCE: Section = {
  id: 'confidence',
  title: 'Confidence',
  Content: ({ facts }) => (
    <ProbabilitiesPart facts={facts}>
      {({ split }, probabilities) => {
        const reliability = reliabilityFigure(probabilities)
        const confidence = confidenceFigure(probabilities)
        const coverage = coverageFigure(probabilities)
        const of = ({ title, definition, columns, written }: StudyFigureText) => ({
          title: `${title}, ${split} split`,
          definition,
          table: { columns, rows: written },
        })
        return (
          <div className="grid">
            <Figure
              {...of(reliability)}
              label="Accuracy by mean confidence, a dot a bin"
              picture={<LineDrawing {...reliability.drawing} {...CHART} />}
            >
              <p className="remark">{reliability.remark}</p>
            </Figure>
            <Figure
              {...of(confidence)}
              label="Images by confidence: those told rightly above, those told wrongly below"
              picture={confidence.drawings.map(({ told, drawing }) => (
                <BinDrawing key={told} {...drawing} {...LOW_CHART} />
              ))}
            />
            <Figure
              {...of(coverage)}
              title={`Abstaining below a confidence: accuracy and coverage, ${split} split`}
              label="Accuracy by coverage, as the threshold falls from left to right"
              picture={<LineDrawing {...coverage.drawing} {...CHART} />}
            />
          </div>
        )
      }}
    </ProbabilitiesPart>
  ),
}
