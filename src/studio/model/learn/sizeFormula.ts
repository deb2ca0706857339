/** The formula for the length of the output along one axis: in words, and with the numbers at hand. */
import type { SlidingWindow } from '../../../model/layers/define'
import { leftOver, type AxisWalk } from '../../../model/learn/windowWalk'
import { formatAmount } from '../../../ui/format'
import { formatValue } from './words'

/** What stands over and under a line of division, and behind it; without a line, all of it is `rest`. */
export interface Formula {
  readonly over?: string
  readonly under?: string
  readonly rest: string
}

export interface SizeFormula {
  readonly words: Formula
  readonly numbers: Formula
  /** `= 28`, or `= 13.5, rounded down: 13`. */
  readonly outcome: string
  /** What the formula leaves open: how large the padding is, or what is left at the end. */
  readonly remark?: string
}

/** What the two ends of an axis are called, such as `top` and `bottom`. */
export type Ends = readonly [start: string, end: string]

/** Of a window that slides, the formula is that of the Galaxy tutorial on convolutional networks, with each end's padding where the two differ. */
export function writeSizeFormula(axis: AxisWalk, window: SlidingWindow, ends: Ends): SizeFormula {
  return window.kind === 'transposed' ? stampFormula(axis) : slideFormula(axis, window, ends)
}

/** A formula in one line, for a screen reader. */
export function inOneLine({ over, under, rest }: Formula): string {
  return over === undefined ? rest : `(${over}) / ${under} ${rest}`
}

function slideFormula(axis: AxisWalk, { kind, padding }: SlidingWindow, ends: Ends): SizeFormula {
  const { input, output, stride, span, before, after } = axis
  const isPool = kind === 'maximum' || kind === 'mean'
  const exact = (input - span + before + after) / stride + 1
  const isUneven = before !== after
  const left = leftOver(axis)
  return {
    words: {
      over: `input size − ${isPool ? 'pool size' : SPAN_IN_WORDS} + ${isUneven ? `padding (${ends.join(' + ')})` : '2 × padding'}`,
      under: 'stride',
      rest: '+ 1',
    },
    numbers: {
      over: `${input} − ${isPool ? axis.size : spanInNumbers(axis)} + ${isUneven ? `(${before} + ${after})` : `2 × ${before}`}`,
      under: String(stride),
      rest: '+ 1',
    },
    outcome: Number.isInteger(exact) ? `= ${output}` : `= ${formatValue(exact)}, rounded down: ${output}`,
    ...(padding === 'same' && { remark: remarkOnPadding(axis) }),
    ...(padding === 'valid' && left > 0 && { remark: remarkOnRest(left) }),
  }
}

const SPAN_IN_WORDS = '(filter size + (filter size − 1) × (dilation − 1))'

function spanInNumbers({ size, dilation }: AxisWalk): string {
  return `(${size} + (${size} − 1) × (${dilation} − 1))`
}

function remarkOnPadding({ before, after, stride }: AxisWalk): string {
  const goal = stride === 1 ? 'keeps the size' : 'leaves the shrinking to the stride'
  if (before === after) return `“same” ${goal}: it pads by ${before} on either side.`
  return `“same” ${goal}: it pads by ${before} at the start and by ${after} at the end.`
}

function remarkOnRest(left: number): string {
  return `Another whole step does not fit: ${formatAmount(left, 'pixel')} at the end ${left === 1 ? 'is' : 'are'} under no window.`
}

function stampFormula(axis: AxisWalk): SizeFormula {
  const { input, output, stride, before, after } = axis
  const cut = before + Math.max(0, after)
  const added = Math.max(0, -after)
  const tail = (cutOff: string | number, more: string | number): string =>
    `${cut > 0 ? ` − ${cutOff}` : ''}${added > 0 ? ` + ${more}` : ''}`
  return {
    words: { rest: `(input size − 1) × stride + ${SPAN_IN_WORDS}${tail('cut off', 'added')}` },
    numbers: { rest: `(${input} − 1) × ${stride} + ${spanInNumbers(axis)}${tail(cut, added)}` },
    outcome: `= ${output}`,
    ...(cut + added > 0 && { remark: remarkOnCut(axis) }),
  }
}

function remarkOnCut({ before, after }: AxisWalk): string {
  const cut = `“same” cuts off ${before} at the start`
  if (after >= 0) return `${cut} and ${after} at the end.`
  const added = `${formatAmount(-after, 'pixel')} ${after === -1 ? 'is' : 'are'} added at the end, and no stamp reaches there.`
  return before > 0 ? `${cut}. ${added}` : added
}
