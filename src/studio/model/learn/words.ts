/** What Learn says: the step in a sentence, and the numbers in it. */
import { isPool, type Step } from '../../../model/learn/readStep'
import type { SlidingWindow } from '../../../model/layers/define'
import type { Place, WindowWalk } from '../../../model/learn/windowWalk'
import { formatAmount, formatCount } from '../../../ui/format'

const VALUE = new Intl.NumberFormat('en', { maximumFractionDigits: 2, signDisplay: 'negative' })

/** A number with at most two digits after the point, and with a true minus sign: `−0.25`. */
export function formatValue(value: number): string {
  return VALUE.format(value).replace('-', '−')
}

/** `Output pixel row 2, column 3: sum of 9 products (3 with padding), −12`. Rows and columns count from 0, as arrays do. */
export function describeStep(walk: WindowWalk, place: Place, step: Step): string {
  return `Output pixel row ${place.row}, column ${place.column}: ${describeResult(walk, step)}, ${formatValue(step.result)}`
}

function describeResult(walk: WindowWalk, { taps }: Step): string {
  const outside = taps.filter(({ value }) => value === undefined).length
  if (walk.window.kind === 'transposed') {
    return taps.length === 0 ? 'no stamp falls on it' : `sum of ${formatAmount(taps.length, 'stamp')}`
  }
  if (!isPool(walk)) {
    return `sum of ${formatAmount(taps.length, 'product')}${outside > 0 ? ` (${formatCount(outside)} with padding)` : ''}`
  }
  const pixels = formatAmount(taps.length - outside, 'pixel')
  return `${walk.window.kind} of ${pixels}${outside > 0 ? ` (${formatCount(outside)} of the window outside)` : ''}`
}

/**
 * How the picture is read, and what it leaves out.
 *
 * @param mixed the input channels that each channel of the output adds up; absent where that is not known or not so
 */
export function describePicture(kind: SlidingWindow['kind'], mixed: number | undefined): string {
  const isPooled = kind === 'maximum' || kind === 'mean'
  return [
    'The image is drawn by code, with pixels from 0 to 9.',
    kind === 'transposed' && STAMPS,
    !isPooled && 'In the output blue is above 0 and red below.',
    isPooled
      ? 'One channel is shown. Each channel is pooled by itself, and nothing is learned.'
      : 'One channel and one kernel are shown, and training would find the weights.',
    mixed !== undefined &&
      mixed > 1 &&
      `The layer has a kernel for each of its ${mixed} input channels, adds up their sums, and does so for each of its filters.`,
    !isPooled && 'A bias and an activation come after, where the layer has them.',
  ]
    .filter(Boolean)
    .join(' ')
}

const STAMPS =
  'Each input pixel lays the kernel on the output, times its own value: a stamp. Where stamps overlap, they add up.'
