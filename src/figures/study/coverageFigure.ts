/** What a model reaches that says nothing where it is not sure. */
import type { Abstaining } from '../../model/metrics/confidence'
import type { ProbabilityStudy } from '../../model/metrics/splitStudy'
import type { LineFigure } from '../../ui/chart/LineDrawing'
import { formatCount, formatPercent } from '../../ui/format'
import { DEFINITIONS } from './definitions'
import type { StudyFigureText } from './figure'
import styles from './marks.module.css'
import { shareAxis } from './shareAxis'

export type Told = Abstaining & { readonly coverage: number; readonly accuracy: number }

export interface CoverageFigure extends StudyFigureText {
  readonly drawing: LineFigure
  /** What is drawn: coverage rises as the threshold falls. Of thresholds that keep the same images, the highest. */
  readonly points: readonly Told[]
}

/** More dots would run together. */
const MOST_DOTS = 40

/** @param at the threshold that is marked. */
export function coverageFigure({ abstaining: all }: ProbabilityStudy, at?: Abstaining): CoverageFigure {
  const points = all
    .filter((point, index) => point.kept > 0 && point.kept !== all[index + 1]?.kept)
    .map(({ coverage, accuracy, ...point }) => ({ ...point, coverage: coverage ?? 0, accuracy: accuracy ?? 0 }))
    .toReversed()
  const lowest = Math.min(...points.map(({ accuracy }) => accuracy))
  return {
    title: 'Accuracy and coverage',
    definition: DEFINITIONS.abstaining,
    drawing: {
      x: shareAxis('Coverage'),
      y: shareAxis('Accuracy', Math.min(0.9, Math.floor(lowest * 10 - 1e-9) / 10)),
      lines: [
        {
          key: 'accuracy',
          xs: points.map(({ coverage }) => coverage),
          ys: points.map(({ accuracy }) => accuracy),
          className: styles.accuracy,
          dots: points.length < MOST_DOTS,
          style: { stroke: 'var(--accent)' },
        },
      ],
      marks:
        !at || at.coverage === null || at.kept === 0
          ? []
          : [
              {
                x: at.coverage,
                sign: `from ${formatPercent(at.threshold, 0)}`,
                side: at.coverage > 0.5 ? 'left' : 'right',
                message: `With a threshold of ${formatPercent(at.threshold, 0)}`,
              },
            ],
    },
    points,
    columns: ['Confidence from', 'Images told', 'Coverage', 'Accuracy', 'Macro precision', 'Macro recall'],
    rows: all.map(({ threshold, kept, coverage, accuracy, precision, recall }) => [
      threshold,
      kept,
      coverage,
      accuracy,
      precision,
      recall,
    ]),
    written: all.map(({ threshold, kept, coverage, accuracy, precision, recall }) => [
      formatPercent(threshold, 0),
      formatCount(kept),
      ...[coverage, accuracy, precision, recall].map((share) => formatPercent(share)),
    ]),
  }
}
