/** The confusion matrix as it is drawn: how strongly each cell is shaded, and what it says. */
import { rowShares, rowSums, type Confusion } from '../../model/metrics/confusion'
import { formatAmount, formatCompact, formatCount, formatPercent, isolate } from '../../ui/format'

/**
 * How much of the full colour each shade has, in percent; the first is none. The middle is left out, because neither dark nor light text
 * can be read on it.
 */
export const SHADE_PERCENTS = [0, 7, 14, 22, 31, 41, 52, 88, 100] as const

const SHADES = SHADE_PERCENTS.length - 1

/** Whether text on this shade needs the colour of text on the full colour. */
export function isStrong(shade: number): boolean {
  return (SHADE_PERCENTS[shade] ?? 0) > 60
}

/** Mistakes are few, and the square root makes one in a hundred visible. Right answers are shaded by their plain share. */
export function shadeOf(share: number, right: boolean): number {
  return share <= 0 ? 0 : Math.max(1, Math.ceil((right ? share : Math.sqrt(share)) * SHADES))
}

export type CellUnit = 'counts' | 'shares'

export interface ShadedPath {
  readonly right: boolean
  readonly shade: number
  /** SVG path data, one unit square a cell. */
  readonly path: string
}

/** All cells as one path a shade: a matrix of 200 classes is then no slower to draw than one of ten. */
export function shadeCells(confusion: Confusion, classes: number): readonly ShadedPath[] {
  const paths = new Map<string, { right: boolean; shade: number; path: string }>()
  rowShares(confusion, classes).forEach((share, cell) => {
    const truth = Math.floor(cell / classes)
    const guess = cell % classes
    const right = truth === guess
    const shade = shadeOf(share, right)
    if (shade === 0) return
    const key = `${right ? 'right' : 'wrong'} ${shade}`
    const shaded = paths.get(key) ?? { right, shade, path: '' }
    shaded.path += `M${guess} ${truth}h1v1h-1z`
    paths.set(key, shaded)
  })
  return [...paths.values()]
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

/** What stands in a cell: its count, or its share of the row in percent; nothing where there is none. */
export function writeCell(count: number, share: number, unit: CellUnit): string {
  if (count === 0) return ''
  if (unit === 'counts') return count < 10_000 ? String(count) : formatCompact(count)
  const percent = share * 100
  return percent.toFixed(percent < 9.95 ? 1 : 0)
}
