import { useId, useState } from 'react'
import type { Abstaining } from '../../../model/metrics/confidence'
import { LineChart } from '../../../ui/chart/LineChart'
import { Figures } from '../../../ui/Figures'
import { formatAmount, formatCount, formatPercent, PERCENT } from '../../../ui/format'
import { Help } from '../../../ui/Help'
import { DEFINITIONS } from './definitions'
import { useFigureSource } from './figureSource'
import { shareAxis } from './shareAxis'
import { StudyFigure } from './StudyFigure'
import styles from './tabs.module.css'

/** What a model reaches that says nothing where it is not sure. */
export function AbstainFigure() {
  const id = useId()
  const { study, split } = useFigureSource()
  const [percent, setPercent] = useState(50)
  const { probabilities, images } = study
  if (!probabilities) return null
  const all = probabilities.abstaining
  const at = all[percent]!
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
      <StudyFigure
        title="Accuracy and coverage"
        definition={DEFINITIONS.abstaining}
        chart={<CoverageChart all={all} at={at} />}
        columns={['Confidence from', 'Images told', 'Coverage', 'Accuracy', 'Macro precision', 'Macro recall']}
        rows={all.map(({ threshold, kept, coverage, accuracy, precision, recall }) => [
          threshold,
          kept,
          coverage,
          accuracy,
          precision,
          recall,
        ])}
        written={all.map(({ threshold, kept, coverage, accuracy, precision, recall }) => [
          formatPercent(threshold, 0),
          formatCount(kept),
          ...[coverage, accuracy, precision, recall].map((share) => formatPercent(share)),
        ])}
      />
    </div>
  )
}

function CoverageChart({ all, at }: { readonly all: readonly Abstaining[]; readonly at: Abstaining }) {
  // Coverage rises as the threshold falls. Of thresholds that keep the same images, the highest is read.
  const points = all
    .filter((point, index) => point.kept > 0 && point.kept !== all[index + 1]?.kept)
    .map(({ coverage, accuracy, ...point }) => ({ ...point, coverage: coverage ?? 0, accuracy: accuracy ?? 0 }))
    .toReversed()
  const lowest = Math.min(...points.map(({ accuracy }) => accuracy))
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
        label="Accuracy by coverage; the arrow keys read it"
        x={shareAxis('Coverage')}
        y={shareAxis('Accuracy', Math.min(0.9, Math.floor(lowest * 10 - 1e-9) / 10))}
        lines={[
          {
            key: 'accuracy',
            xs: points.map(({ coverage }) => coverage),
            ys: points.map(({ accuracy }) => accuracy),
            className: styles.accuracy,
            dots: points.length < 40,
            style: { stroke: 'var(--accent)' },
          },
        ]}
        marks={
          at.coverage === null || at.kept === 0
            ? []
            : [
                {
                  x: at.coverage,
                  sign: `from ${formatPercent(at.threshold, 0)}`,
                  side: at.coverage > 0.5 ? 'left' : 'right',
                  message: `With a threshold of ${formatPercent(at.threshold, 0)}`,
                },
              ]
        }
        stops={points.map(({ coverage }) => coverage)}
        readingTop={100}
        read={reading}
      />
    </div>
  )
}
