/** How figures are written in the bench's tables. */
import type { Spread } from './spread'

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** Three digits, and all of a larger whole number: `0.123`, `12.3`, `4,567`; a dash for none. */
export function formatFigure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–'
  if (value < 0) return `−${formatFigure(-value)}`
  if (value >= 100) return COUNT.format(value)
  if (value < 0.0005) return '0'
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3)
}

/** Of arithmetic, in the unit that leaves a number to read. */
export function formatRate(teraflopsPerSecond: number): { readonly value: string; readonly unit: string } {
  return teraflopsPerSecond < 0.1
    ? { value: formatFigure(1000 * teraflopsPerSecond), unit: 'GFLOP/s' }
    : { value: formatFigure(teraflopsPerSecond), unit: 'TFLOP/s' }
}

export function formatCount(count: number): string {
  return COUNT.format(count)
}

export function formatShare(share: number | undefined): string {
  return share === undefined || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`
}

/** `3.1–4.2`. */
export function formatRange({ least, most }: Spread): string {
  return `${formatFigure(least)}–${formatFigure(most)}`
}
