/** What is drawn of several runs, what it is called, and how its values are written. */
import { sayRate } from '../../../model/training/sayRate'
import { formatCompact, formatCount, formatLoss, formatPercent } from '../../../ui/format'

export type Metric = 'loss' | 'accuracy' | 'learningRate' | 'hits' | 'imagesPerSecond'

interface MetricText {
  readonly title: string
  /** The images that it speaks of. */
  readonly sources: readonly ('training' | 'validation')[]
  /** Of the value axis, with its unit. */
  readonly axis: string
  /** A share of something, from 0 to 1. */
  readonly isShare?: boolean
  format(value: number): string
  formatTick(value: number): string
}

export const METRICS: Readonly<Record<Metric, MetricText>> = {
  loss: {
    title: 'Loss of the runs',
    sources: ['training', 'validation'],
    axis: 'Loss (nats)',
    format: formatLoss,
    formatTick: (value) => (value >= 1e4 || (value > 0 && value < 1e-3) ? formatPower(value) : String(value)),
  },
  accuracy: {
    title: 'Accuracy of the runs',
    sources: ['training', 'validation'],
    axis: 'Accuracy (%)',
    isShare: true,
    format: (value) => formatPercent(value),
    formatTick: formatHundredths,
  },
  learningRate: {
    title: 'Learning rate of the runs',
    sources: ['training'],
    axis: 'Learning rate',
    format: sayRate,
    formatTick: (value) => (value > 0 && value < 1e-4 ? formatPower(value) : String(value)),
  },
  hits: {
    title: 'Hits at k of the runs',
    sources: ['validation'],
    axis: 'Images hit (%)',
    isShare: true,
    format: (value) => formatPercent(value),
    formatTick: formatHundredths,
  },
  imagesPerSecond: {
    title: 'Images per second of the runs',
    sources: ['training'],
    axis: 'Images per second',
    format: (value) => `${formatCount(value)} images/s`,
    formatTick: (value) => (value >= 10_000 ? formatCompact(value) : String(value)),
  },
}

/** `98.5` of 0.985. */
function formatHundredths(value: number): string {
  return String(Number((value * 100).toPrecision(12)))
}

/** `2.5e-7`: nothing is rounded, since a tick must stand where it says. */
function formatPower(value: number): string {
  return value.toExponential().replace('e+', 'e')
}

/** @param k of hits at k. */
export function titleOf(metric: Metric, k: number): string {
  return METRICS[metric].title.replace('at k', `at ${k}`)
}
