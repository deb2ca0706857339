/** Axes of shares, in percent. */
import { niceStep, ticksTo, type ChartAxis } from '../../ui/chart/scale'
import { formatCompact, PERCENT } from '../../ui/format'

/** @param from a multiple of a tenth, below 1. */
export function shareAxis(label: string, from = 0): ChartAxis {
  const step = from < 0.5 ? 0.2 : from < 0.8 ? 0.1 : 0.05
  return {
    label,
    from,
    to: 1,
    ticks: ticksTo(1, step, from),
    formatTick: (share) => `${Math.round(share * 100)}${PERCENT}`,
  }
}

/** Of counts of images, up to the largest. */
export function countAxis(label: string, largest: number): ChartAxis {
  const step = Math.max(1, niceStep(Math.max(1, largest) / 3))
  const to = Math.max(step, Math.ceil(largest / step) * step)
  return { label, from: 0, to, ticks: ticksTo(to, step), formatTick: formatCompact }
}
