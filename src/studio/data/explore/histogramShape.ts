/** A histogram of pixel values as a shape to draw, as rows to read, and as words. */
import { formatAmount, formatCount, formatPercent } from '../../../ui/format'

export type HistogramScale = 'log' | 'linear'

export interface CountTick {
  readonly count: number
  /** From 0 at the bottom to 1 at the top. */
  readonly height: number
}

function heightOf(count: number, largest: number, scale: HistogramScale): number {
  return scale === 'linear' ? count / largest : Math.log1p(count) / Math.log1p(largest)
}

function findLargest(channels: readonly (readonly number[])[]): number {
  return Math.max(1, ...channels.flat())
}

/** The height of the bar of each of the 256 values, from 0 to 1. Heights of several channels are comparable: give all of them. */
export function scaleBars(
  channels: readonly (readonly number[])[],
  scale: HistogramScale,
): readonly (readonly number[])[] {
  const largest = findLargest(channels)
  return channels.map((counts) => counts.map((count) => heightOf(count, largest, scale)))
}

/** Round counts to draw lines at: by powers of ten on a logarithmic scale, else by halves of the largest round one. */
export function listTicks(channels: readonly (readonly number[])[], scale: HistogramScale): readonly CountTick[] {
  const largest = findLargest(channels)
  const power = Math.floor(Math.log10(largest))
  const step = Math.ceil((power + 1) / MOST_TICKS)
  const counts =
    scale === 'log'
      ? Array.from({ length: MOST_TICKS }, (_, i) => 10 ** (power - i * step)).filter((count) => count >= 1)
      : [1, 0.5].map((part) => Math.floor(largest / 10 ** power) * 10 ** power * part)
  return counts.map((count) => ({ count, height: heightOf(count, largest, scale) }))
}

const MOST_TICKS = 4

/** The outline of bars side by side, as an SVG path in a box one unit a bar wide and 1 high. */
export function drawBars(heights: readonly number[]): string {
  const steps = heights.map((height) => `V${(1 - height).toFixed(4)}h1`)
  return `M0 1${steps.join('')}V1Z`
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
