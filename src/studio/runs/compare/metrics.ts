/** What is drawn of several runs, what it is called, and how its values are written. */
import { sayRate } from '../../../model/training/sayRate'
import { formatLoss, formatPercent } from '../../../ui/format'

export type Metric = 'loss' | 'accuracy' | 'learningRate'

interface MetricText {
  readonly title: string
  /** Of the value axis, with its unit. */
  readonly axis: string
  format(value: number): string
  formatTick(value: number): string
}

export const METRICS: Readonly<Record<Metric, MetricText>> = {
  loss: { title: 'Loss of the runs', axis: 'Loss (nats)', format: formatLoss, formatTick: String },
  accuracy: {
    title: 'Accuracy of the runs',
    axis: 'Accuracy (%)',
    format: (value) => formatPercent(value),
    formatTick: (value) => String(value * 100),
  },
  learningRate: {
    title: 'Learning rate of the runs',
    axis: 'Learning rate',
    format: sayRate,
    formatTick: (value) => (value > 0 && value < 1e-4 ? value.toExponential() : String(value)),
  },
}
