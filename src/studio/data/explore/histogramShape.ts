/** A histogram of pixel values as a shape to draw, and as words. */
import type { ChartAxis } from '../../../ui/chart/scale'
import { formatAmount, formatCompact, formatCount, formatPercent } from '../../../ui/format'

export type HistogramScale = 'log' | 'linear'

function findLargest(channels: readonly (readonly number[])[]): number {
  return channels.flat().reduce((largest, count) => Math.max(largest, count), 1)
}

/** A count of 1 stands above the end of an axis by powers of ten: it is seen. */
const BELOW_ONE = 0.5

/** The axis of counts, the same for all channels. Its ticks are round: by powers of ten on a logarithmic one, else halves of the largest. */
export function scaleCounts(channels: readonly (readonly number[])[], scale: HistogramScale): ChartAxis {
  const largest = findLargest(channels)
  const power = Math.floor(Math.log10(largest))
  const isLog = scale === 'log'
  const step = Math.ceil((power + 1) / MOST_TICKS)
  const ticks = isLog
    ? Array.from({ length: MOST_TICKS }, (_, i) => 10 ** (power - i * step)).filter((count) => count >= 1)
    : [1, 0.5, 0].map((part) => Math.floor(largest / 10 ** power) * 10 ** power * part)
  return {
    label: 'Pixels',
    from: isLog ? BELOW_ONE : 0,
    to: largest,
    ticks: ticks.toReversed(),
    isLog,
    formatTick: formatCompact,
  }
}

const MOST_TICKS = 4

/** The outline of bars side by side, as an SVG path. @param across where the left side of a bar is. @param up where its top is. */
export function drawBars(
  counts: readonly number[],
  across: (value: number) => number,
  up: (count: number) => number,
): string {
  const steps = counts.map((count, value) => `V${up(count).toFixed(2)}H${across(value + 1).toFixed(2)}`)
  return `M${across(0).toFixed(2)} ${up(0).toFixed(2)}${steps.join('')}V${up(0).toFixed(2)}Z`
}

/** The names of an image's channels. */
export function nameChannels(count: number): readonly string[] {
  return count === 1 ? ['Pixels'] : ['Red', 'Green', 'Blue'].slice(0, count)
}

/** `Value 253: 1,234 pixels, 0.31 %`; of three channels, the counts of each. */
export function readValue(channels: readonly (readonly number[])[], value: number): string {
  const counts = channels.map((counts) => counts[value] ?? 0)
  const [only = 0] = counts
  if (counts.length === 1) {
    const all = channels[0]?.reduce((sum, count) => sum + count, 0) ?? 0
    return `Value ${value}: ${formatAmount(only, 'pixel')}, ${formatPercent(all > 0 ? only / all : 0)}`
  }
  const names = nameChannels(counts.length)
  return `Value ${value}: ${counts.map((count, i) => `${formatCount(count)} ${names[i]?.toLowerCase()}`).join(', ')}`
}
