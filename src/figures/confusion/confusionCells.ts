/** The confusion matrix in words: what a cell says, and what stands in it. */
import { rowSums, type Confusion } from '../../model/metrics/confusion'
import type { CellUnit } from '../../runs/compare'
import { formatAmount, formatCompact, formatCount, formatPercent, isolate } from '../../ui/format'

export const SAY_UNIT: Readonly<Record<CellUnit, string>> = {
  counts: 'Cells show counts of images',
  shares: 'Cells show percent of their row',
}

/** `True 3, predicted 5: 12 images (1.20 % of class 3)`. */
export function describeCell(
  { confusion, classes }: { readonly confusion: Confusion; readonly classes: readonly string[] },
  { truth, guess }: { readonly truth: number; readonly guess: number },
): string {
  const images = confusion[truth * classes.length + guess] ?? 0
  const ofClass = rowSums(confusion, classes.length)[truth] ?? 0
  const name = (index: number): string => isolate(classes[index] ?? '')
  const share = ofClass === 0 ? '' : ` (${formatPercent(images / ofClass)} of class ${name(truth)})`
  return `True ${name(truth)}, predicted ${name(guess)}: ${formatAmount(images, 'image')}${share}`
}

/** `3 more than after epoch 6`. */
export function describeChange(
  { confusion, classes }: { readonly confusion: Confusion; readonly classes: readonly string[] },
  before: { readonly epoch: number; readonly confusion: Confusion },
  { truth, guess }: { readonly truth: number; readonly guess: number },
): string {
  const cell = truth * classes.length + guess
  const change = (confusion[cell] ?? 0) - (before.confusion[cell] ?? 0)
  const epoch = formatCount(before.epoch)
  if (change === 0) return `as many as after epoch ${epoch}`
  return `${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than after epoch ${epoch}`
}

/** What the corners of cells mean. */
export function sayMarked(epoch: number): string {
  return `◥ Otherwise than after epoch ${formatCount(epoch)}`
}

/** What stands in a cell: its count, or its share of the row in percent; nothing where there is none. */
export function writeCell(count: number, share: number, unit: CellUnit): string {
  if (count === 0) return ''
  if (unit === 'counts') return count < 10_000 ? String(count) : formatCompact(count)
  const percent = share * 100
  return percent.toFixed(percent < 9.95 ? 1 : 0)
}
