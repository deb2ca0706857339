import type { CSSProperties } from 'react'
import { MOST_COLOURS, type CurveKind } from '../../figures/study/curveSeries'
import { curvesFigure } from '../../figures/study/curvesFigure'
import type { ProbabilityStudy } from '../../model/metrics/splitStudy'
import type { JudgedSplit } from '../../store/report/reportFacts'
import { LineDrawing } from '../../ui/chart/LineDrawing'
import { CHART, Figure } from '../parts/Figure'
import { ProbabilitiesPart } from '../parts/JudgedPart'
import type { Section } from '../section'

/** What the probabilities of a class tell apart. */
export const CURVES: Section = {
  id: 'curves',
  title: 'ROC and precision-recall',
  Content: ({ facts }) => (
    <ProbabilitiesPart facts={facts}>
      {(judged, probabilities) => (
        <div className="grid">
          <Curves kind="roc" judged={judged} probabilities={probabilities} />
          <Curves kind="precision" judged={judged} probabilities={probabilities} />
        </div>
      )}
    </ProbabilitiesPart>
  ),
}

interface CurvesProps {
  readonly kind: CurveKind
  readonly judged: JudgedSplit
  readonly probabilities: ProbabilityStudy
}

function Curves({ kind, judged: { study, split }, probabilities }: CurvesProps) {
  const figure = curvesFigure(study, probabilities, kind, 'all')
  const [micro] = curvesFigure(study, probabilities, kind, 'micro').legend
  const { title, definition, drawing, legend, up, along, isCrowded, whyNone, columns, written } = figure
  return (
    <Figure
      title={`${title}, ${split} split`}
      definition={definition}
      label={`${up} by ${along.toLowerCase()}, a line a class and their mean`}
      picture={<LineDrawing {...drawing} {...CHART} />}
      table={{ columns: figure.writtenColumns ?? columns, rows: written }}
    >
      <ul className="legend" aria-label={`Legend of ${title}`}>
        {legend.map(({ key, name, area, colour }) => (
          <li key={key} style={{ '--series': colour } as CSSProperties}>
            <bdi>{name}</bdi> ({area})
          </li>
        ))}
      </ul>
      {micro && (
        <p className="remark">
          Not drawn: {micro.name} ({micro.area}).
        </p>
      )}
      {isCrowded && (
        <p className="remark">
          Of more than {MOST_COLOURS} classes the mean is named. The areas of all classes are in their table of scores.
        </p>
      )}
      {whyNone !== undefined && <p className="remark">{whyNone}</p>}
    </Figure>
  )
}
