import type { ConfidenceBin } from '../../../model/metrics/confidence'
import { BinBars } from '../../../ui/chart/BinBars'
import { LineChart } from '../../../ui/chart/LineChart'
import { formatAmount, formatCount, formatPercent } from '../../../ui/format'
import { DEFINITIONS } from './definitions'
import { useFigureSource } from './figureSource'
import { countAxis, shareAxis } from './shareAxis'
import { StudyFigure } from './StudyFigure'
import styles from './tabs.module.css'

/** Accuracy against confidence. */
export function ReliabilityFigure() {
  const { probabilities } = useFigureSource().study
  if (!probabilities) return null
  const { bins, error } = probabilities.reliability
  const filled = bins.flatMap(({ accuracy, confidence, ...bin }) =>
    accuracy === null || confidence === null ? [] : [{ ...bin, accuracy, confidence }],
  )
  const reading = (place: number) => {
    const bin = filled.find(({ confidence }) => confidence === place)
    return (
      bin && (
        <>
          <p>
            Confidence above {formatPercent(bin.from, 1)}, up to {formatPercent(bin.to, 1)}:{' '}
            {formatAmount(bin.images, 'image')}
          </p>
          <p>
            Mean confidence {formatPercent(bin.confidence, 1)}, accuracy {formatPercent(bin.accuracy, 1)}
          </p>
        </>
      )
    )
  }
  return (
    <StudyFigure
      title="Reliability"
      definition={`${DEFINITIONS.reliability} ${DEFINITIONS.ece}`}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              label="Accuracy by confidence; the arrow keys read it"
              x={shareAxis('Mean confidence of a bin')}
              y={shareAxis('Accuracy')}
              lines={[
                { key: 'chance', xs: [0, 1], ys: [0, 1], className: styles.chance },
                {
                  key: 'accuracy',
                  xs: filled.map(({ confidence }) => confidence),
                  ys: filled.map(({ accuracy }) => accuracy),
                  style: { stroke: 'var(--accent)' },
                  dots: true,
                },
              ]}
              stops={filled.map(({ confidence }) => confidence)}
              readingTop={8}
              read={reading}
            />
          </div>
          <p className={styles.remark}>Expected calibration error {formatPercent(error)}</p>
        </>
      }
      columns={['Confidence above', 'Up to', 'Images', 'Mean confidence', 'Accuracy']}
      rows={bins.map(({ from, to, images, confidence, accuracy }) => [from, to, images, confidence, accuracy])}
      written={bins.map(({ from, to, images, confidence, accuracy }) => [
        formatPercent(from, 1),
        formatPercent(to, 1),
        formatCount(images),
        formatPercent(confidence, 1),
        formatPercent(accuracy, 1),
      ])}
    />
  )
}

/** How sure the model is where it is right, and where it is wrong. */
export function ConfidenceFigure() {
  const { probabilities } = useFigureSource().study
  if (!probabilities) return null
  const { histogram } = probabilities
  return (
    <StudyFigure
      title="Confidence"
      definition={DEFINITIONS.confidence}
      chart={
        <>
          <Histogram told="right" bins={histogram} />
          <Histogram told="wrong" bins={histogram} />
        </>
      }
      columns={['Confidence from', 'To below', 'Right', 'Wrong']}
      rows={histogram.map(({ from, to, right, wrong }) => [from, to, right, wrong])}
      written={histogram.map(({ from, to, right, wrong }) => [
        formatPercent(from, 0),
        formatPercent(to, 0),
        formatCount(right),
        formatCount(wrong),
      ])}
    />
  )
}

function Histogram({ told, bins }: { readonly told: 'right' | 'wrong'; readonly bins: readonly ConfidenceBin[] }) {
  const { showImages } = useFigureSource()
  const largest = Math.max(...bins.map((bin) => bin[told]))
  const says = (bin: ConfidenceBin): string =>
    `Confidence ${Math.round(bin.from * 100)} to ${formatPercent(bin.to, 0)}: ${formatAmount(bin[told], 'image')} told ${told}ly`
  return (
    <div className={styles.half}>
      <BinBars
        label={`Images told ${told}ly, by confidence`}
        x={shareAxis('Confidence')}
        y={countAxis(told === 'right' ? 'Right' : 'Wrong', largest)}
        bars={bins.map((bin) => ({ from: bin.from, to: bin.to, value: bin[told], says: says(bin) }))}
        className={styles[told]}
        onPress={(at) => {
          const { from, to } = bins[at]!
          showImages({ kind: 'confidence', from, to, told }, `${says(bins[at]!)}, the least sure first`)
        }}
      />
    </div>
  )
}
