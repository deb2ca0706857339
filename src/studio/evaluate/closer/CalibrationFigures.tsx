import { confidenceFigure, reliabilityFigure } from '../../../figures/study/calibrationFigures'
import { BinBars } from '../../../ui/chart/BinBars'
import { LineChart } from '../../../ui/chart/LineChart'
import { formatAmount, formatPercent } from '../../../ui/format'
import { useFigureSource } from './figureSource'
import { StudyFigure } from './StudyFigure'
import styles from './tabs.module.css'

/** Accuracy against confidence. */
export function ReliabilityFigure() {
  const { probabilities } = useFigureSource().study
  if (!probabilities) return null
  const figure = reliabilityFigure(probabilities)
  const { filled, drawing, remark } = figure
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
      figure={figure}
      chart={
        <>
          <div className={styles.plot}>
            <LineChart
              {...drawing}
              label="Accuracy by confidence; the arrow keys read it"
              stops={filled.map(({ confidence }) => confidence)}
              readingTop={8}
              read={reading}
            />
          </div>
          <p className={styles.remark}>{remark}</p>
        </>
      }
    />
  )
}

/** How sure the model is where it is right, and where it is wrong. */
export function ConfidenceFigure() {
  const { study, showImages } = useFigureSource()
  const { probabilities } = study
  if (!probabilities) return null
  const figure = confidenceFigure(probabilities)
  return (
    <StudyFigure
      figure={{ ...figure, definition: `${figure.definition} A press on a bar shows its images.` }}
      chart={figure.drawings.map(({ told, label, drawing }) => (
        <div key={told} className={styles.half}>
          <BinBars
            {...drawing}
            label={label}
            onPress={(at) => {
              const { from, to, says } = drawing.bars[at]!
              showImages({ kind: 'confidence', from, to, told }, `${says}, the least sure first`)
            }}
          />
        </div>
      ))}
    />
  )
}
