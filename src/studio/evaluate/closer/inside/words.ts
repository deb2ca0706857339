/** What the page says of a look inside a model: numbers, places and pictures. */
import type { Occlusion } from '../../../../engine/protocol/inside'
import { formatShape } from '../../../../model/layers/define'
import { formatCount, formatPercent } from '../../../../ui/format'
import type { ChannelFacts, PlaceInLayout } from './channels'
import { layOut } from './channels'
import { middleOfPatch } from './occlusionMap'

const MINUS = '−'

/** Three digits that count, and a true minus sign: `3.14`, `−0.00271`, `12,500`. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'no number' : value < 0 ? `${MINUS}∞` : '∞'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(2).replaceAll('-', MINUS)
  const text = size >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)))
  return text.replace('-', MINUS)
}

/** With so many digits after the point, as all numbers of one reckoning have them. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatValue(value)
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS)
}

/** As few digits after the point as leave the largest of the numbers four that count, from 2 to 8. */
export function digitsFor(numbers: readonly number[]): number {
  const largest = numbers.reduce((most, each) => (Number.isFinite(each) ? Math.max(most, Math.abs(each)) : most), 0)
  if (largest === 0) return 2
  return Math.max(2, Math.min(8, 3 - Math.floor(Math.log10(largest))))
}

/** `row 4, column 7, channel 12`; all count from 0, as arrays do. */
export function describePlace(shape: readonly number[], { row, column, channel }: PlaceInLayout): string {
  if (shape.length < 2) return `index ${formatCount(column)}`
  const place = `row ${formatCount(row)}, column ${formatCount(column)}`
  return shape.length === 2 ? place : `${place}, channel ${formatCount(channel)}`
}

/** `from 0 to 3.1, 61 % of them 0`. */
function describeFacts({ least, most, zeros }: ChannelFacts): string {
  const range = least === most ? `all ${formatValue(least)}` : `from ${formatValue(least)} to ${formatValue(most)}`
  return zeros > 0 && least !== most ? `${range}, ${formatPercent(zeros, 0)} of them 0` : range
}

/** `conv2d, channel 5 of 32: 26 × 26 values from 0 to 3.1, 61 % of them 0`. Channels count from 0. */
export function describeChannel(name: string, shape: readonly number[], channel: number, facts: ChannelFacts): string {
  const { kind, rows, columns, channels } = layOut(shape)
  if (kind === 'row') return `${name}: ${formatCount(columns)} values ${describeFacts(facts)}`
  const which = channels === 1 ? name : `${name}, channel ${channel} of ${formatCount(channels)}`
  return `${which}: ${formatShape([rows, columns])} values ${describeFacts(facts)}`
}

const PARTS = [
  ['upper left', 'top', 'upper right'],
  ['left', 'middle', 'right'],
  ['lower left', 'bottom', 'lower right'],
] as const

/** Which ninth of an image a point lies in. @param across from 0 to 1, as `down`. */
export function namePart(across: number, down: number): string {
  const third = (share: number): number => Math.max(0, Math.min(2, Math.floor(share * 3)))
  return PARTS[third(down)]![third(across)]!
}

/** `Without the part at the upper left the probability of 7 falls from 98.0 % to 12.0 %.` */
export function describeOcclusion(
  occlusion: Occlusion,
  className: string,
  size: { readonly width: number; readonly height: number },
): string {
  const { whole, probabilities } = occlusion
  let [lowest, highest] = [0, 0]
  for (const [at, value] of probabilities.entries()) {
    if (value < probabilities[lowest]!) lowest = at
    if (value > probabilities[highest]!) highest = at
  }
  const say = (at: number, verb: string): string => {
    const { across, down } = middleOfPatch(occlusion, at, size)
    const [from, to] = [whole, probabilities[at]!].map((share) => formatPercent(share, 1))
    return `Without the part at the ${namePart(across, down)} the probability of ${className} ${verb} from ${from} to ${to}.`
  }
  const isSame = (at: number): boolean => formatPercent(probabilities[at], 1) === formatPercent(whole, 1)
  const told = [
    ...(probabilities[lowest]! < whole && !isSame(lowest) ? [say(lowest, 'falls')] : []),
    ...(probabilities[highest]! > whole && !isSame(highest) ? [say(highest, 'rises')] : []),
  ]
  return told.length > 0
    ? told.join(' ')
    : `Whichever part is covered, the probability of ${className} stays at ${formatPercent(whole, 1)}.`
}
