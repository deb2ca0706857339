/** What the curves are called and how their values are written. */
import { sayRate } from '../../model/training/sayRate'
import type { Curve } from '../../store/curves/columns'
import { formatLoss, formatPercent } from '../../ui/format'

export interface CurveText {
  readonly title: string
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
    axis: 'Loss (nats)',
    readingTop: 0,
    format: formatLoss,
    formatTick: (value) => (value >= 1e4 || (value > 0 && value < 1e-3) ? formatPower(value) : String(value)),
  },
  accuracy: {
    title: 'Accuracy',
    axis: 'Accuracy (%)',
    readingTop: 80,
    format: formatPercent,
    formatTick: (value) => String(value * 100),
  },
  learningRate: {
    title: 'Learning rate',
    axis: 'Learning rate',
    readingTop: 0,
    format: sayRate,
    formatTick: (value) => (value > 0 && value < 1e-4 ? formatPower(value) : String(value)),
  },
}

/** `2.5e34`: nothing is rounded, since a tick must stand where it says. */
function formatPower(value: number): string {
  return value.toExponential().replace('e+', 'e')
}
