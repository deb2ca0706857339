/** What confidence is worth: reliability, and how sure the model is where it is right and where it is wrong. */
import type { ReliabilityBin } from '../../model/metrics/calibration'
import type { ConfidenceBin } from '../../model/metrics/confidence'
import type { ProbabilityStudy } from '../../model/metrics/splitStudy'
import type { BinFigure } from '../../ui/chart/BinDrawing'
import type { LineFigure } from '../../ui/chart/LineDrawing'
import { formatAmount, formatCount, formatPercent } from '../../ui/format'
import { DEFINITIONS } from './definitions'
import type { StudyFigureText } from './figure'
import styles from './marks.module.css'
import { countAxis, shareAxis } from './shareAxis'

export type FilledBin = ReliabilityBin & { readonly accuracy: number; readonly confidence: number }

export interface ReliabilityFigure extends StudyFigureText {
  readonly drawing: LineFigure
  /** The bins that hold images. */
  readonly filled: readonly FilledBin[]
  readonly remark: string
}

export function reliabilityFigure({ reliability: { bins, error } }: ProbabilityStudy): ReliabilityFigure {
  const filled = bins.flatMap(({ accuracy, confidence, ...bin }) =>
    accuracy === null || confidence === null ? [] : [{ ...bin, accuracy, confidence }],
  )
  return {
    title: 'Reliability',
    definition: `${DEFINITIONS.reliability} ${DEFINITIONS.ece}`,
    drawing: {
      x: shareAxis('Mean confidence of a bin'),
      y: shareAxis('Accuracy'),
      lines: [
        { key: 'chance', xs: [0, 1], ys: [0, 1], className: styles.chance },
        {
          key: 'accuracy',
          xs: filled.map(({ confidence }) => confidence),
          ys: filled.map(({ accuracy }) => accuracy),
          style: { stroke: 'var(--accent)' },
          dots: true,
        },
      ],
    },
    filled,
    remark: `Expected calibration error ${formatPercent(error)}`,
    columns: ['Confidence above', 'Up to', 'Images', 'Mean confidence', 'Accuracy'],
    rows: bins.map(({ from, to, images, confidence, accuracy }) => [from, to, images, confidence, accuracy]),
    written: bins.map(({ from, to, images, confidence, accuracy }) => [
      formatPercent(from, 1),
      formatPercent(to, 1),
      formatCount(images),
      formatPercent(confidence, 1),
      formatPercent(accuracy, 1),
    ]),
  }
}

type Told = 'right' | 'wrong'

export interface ConfidenceFigure extends StudyFigureText {
  /** One above the other, on a scale of its own each. */
  readonly drawings: readonly { readonly told: Told; readonly label: string; readonly drawing: BinFigure }[]
}

export function confidenceFigure({ histogram }: ProbabilityStudy): ConfidenceFigure {
  return {
    title: 'Confidence',
    definition: DEFINITIONS.confidence,
    drawings: (['right', 'wrong'] as const).map((told) => ({
      told,
      label: `Images told ${told}ly, by confidence`,
      drawing: binsOf(histogram, told),
    })),
    columns: ['Confidence from', 'To below', 'Right', 'Wrong'],
    rows: histogram.map(({ from, to, right, wrong }) => [from, to, right, wrong]),
    written: histogram.map(({ from, to, right, wrong }) => [
      formatPercent(from, 0),
      formatPercent(to, 0),
      formatCount(right),
      formatCount(wrong),
    ]),
  }
}

function binsOf(bins: readonly ConfidenceBin[], told: Told): BinFigure {
  return {
    x: shareAxis('Confidence'),
    y: countAxis(told === 'right' ? 'Right' : 'Wrong', Math.max(...bins.map((bin) => bin[told]))),
    bars: bins.map((bin) => ({
      from: bin.from,
      to: bin.to,
      value: bin[told],
      says: `Confidence ${Math.round(bin.from * 100)} to ${formatPercent(bin.to, 0)}: ${formatAmount(bin[told], 'image')} told ${told}ly`,
    })),
    className: styles[told],
  }
}
