/** What the curves are called and how their values are written. */
import { sayRate } from '../../model/training/sayRate'
import type { StepCurve } from '../../runs/record'
import { formatCompact, formatCount, formatLoss, formatPercent } from '../../ui/format'

/** Hits at k are known of the validation images alone. */
export type Curve = StepCurve | 'hits'

export interface CurveText {
  readonly title: string
  /** Whether it has a curve of training, and one of validation. */
  readonly sources: readonly ('training' | 'validation')[]
  /** Of the value axis, with its unit. */
  readonly axis: string
  /** Where a reading covers least of the curve, in pixels from the top: losses fall, accuracies rise. */
  readonly readingTop: number
  format(value: number): string
  formatTick(value: number): string
}

export const CURVES: Readonly<Record<Curve, CurveText>> = {
  loss: {
    title: 'Loss',
    sources: ['training', 'validation'],
    axis: 'Loss (nats)',
    readingTop: 0,
    format: formatLoss,
    formatTick: (value) => (value >= 1e4 || (value > 0 && value < 1e-3) ? formatPower(value) : String(value)),
  },
  accuracy: {
    title: 'Accuracy',
    sources: ['training', 'validation'],
    axis: 'Accuracy (%)',
    readingTop: 80,
    format: formatPercent,
    formatTick: (value) => String(value * 100),
  },
  learningRate: {
    title: 'Learning rate',
    sources: ['training'],
    axis: 'Learning rate',
    readingTop: 0,
    format: sayRate,
    formatTick: (value) => (value > 0 && value < 1e-4 ? formatPower(value) : String(value)),
  },
  hits: {
    title: 'Hits at k',
    sources: ['validation'],
    axis: 'Images hit (%)',
    readingTop: 80,
    format: formatPercent,
    formatTick: (value) => String(value * 100),
  },
  imagesPerSecond: {
    title: 'Images per second',
    sources: ['training'],
    axis: 'Images per second',
    readingTop: 80,
    format: (value) => `${formatCount(value)} images/s`,
    formatTick: (value) => (value >= 10_000 ? formatCompact(value) : String(value)),
  },
}

/** `2.5e34`: nothing is rounded, since a tick must stand where it says. */
function formatPower(value: number): string {
  return value.toExponential().replace('e+', 'e')
}
