import { useId, useState } from 'react'
import { coverageFigure, type CoverageFigure } from '../../../figures/study/coverageFigure'
import { DEFINITIONS } from '../../../figures/study/definitions'
import { LineChart } from '../../../ui/chart/LineChart'
import { Figures } from '../../../ui/Figures'
import { formatAmount, formatCount, formatPercent, PERCENT } from '../../../ui/format'
import { Help } from '../../../ui/Help'
import { useFigureSource } from './figureSource'
import { StudyFigure } from './StudyFigure'
import styles from './tabs.module.css'

/** What a model reaches that says nothing where it is not sure. */
export function AbstainFigure() {
  const id = useId()
  const { study, split } = useFigureSource()
  const [percent, setPercent] = useState(50)
  const { probabilities, images } = study
  if (!probabilities) return null
  const at = probabilities.abstaining[percent]!
  const figure = coverageFigure(probabilities, at)
  return (
    <div className={styles.kept}>
      <div className={styles.threshold}>
        <label htmlFor={id}>Abstain below a confidence of</label>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          value={percent}
          aria-valuetext={`${percent}${PERCENT}`}
          onChange={({ target }) => setPercent(Number(target.value))}
        />
        <output htmlFor={id}>{`${percent}${PERCENT}`}</output>
        <Help term="abstaining" text={DEFINITIONS.abstaining} />
      </div>
      <Figures
        label={`With the threshold, ${split} split`}
        figures={[
          { name: 'Accuracy', value: formatPercent(at.accuracy) },
          { name: 'Coverage', value: formatPercent(at.coverage) },
          { name: 'Macro precision', value: formatPercent(at.precision) },
          { name: 'Macro recall', value: formatPercent(at.recall) },
          { name: 'Images told', value: `${formatCount(at.kept)} of ${formatCount(images)}` },
        ]}
      />
      <p className={styles.remark} role="status">
        {at.kept === 0 && 'No image is told with so much confidence: there is nothing to measure.'}
      </p>
      <StudyFigure figure={figure} chart={<CoverageChart figure={figure} />} />
    </div>
  )
}

function CoverageChart({ figure: { drawing, points } }: { readonly figure: CoverageFigure }) {
  const reading = (place: number) => {
    const point = points.find(({ coverage }) => coverage === place)
    return (
      point && (
        <p>
          Confidence from {formatPercent(point.threshold, 0)}: {formatAmount(point.kept, 'image')}, coverage{' '}
          {formatPercent(point.coverage, 1)}, accuracy {formatPercent(point.accuracy)}
        </p>
      )
    )
  }
  return (
    <div className={styles.plot}>
      <LineChart
        {...drawing}
        label="Accuracy by coverage; the arrow keys read it"
        stops={points.map(({ coverage }) => coverage)}
        readingTop={100}
        read={reading}
      />
    </div>
  )
}
