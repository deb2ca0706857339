/** Which part of a grid is on show: all of it, or where it has too many cells to point at, the part around a place. */
import type { SlidingWindow } from '../../../model/layers/define'
import type { AxisWalk } from '../../../model/learn/windowWalk'

/** Cells from `start` on, along one axis that has `total` of them. */
export interface AxisView {
  readonly start: number
  readonly length: number
  readonly total: number
}

export interface GridView {
  readonly rows: AxisView
  readonly columns: AxisView
}

/** With more cells a side, nothing of one is seen. */
const MOST_CELLS = 128

/** With more, drawing them takes too long. A window that is wider still runs out of the picture. */
const MOST_AROUND_WINDOW = 192

/** `rows 64 to 191 and columns 0 to 127 on show`, of a grid that is not on show as a whole. */
export function describePart({ rows, columns }: GridView): string | undefined {
  if (rows.length === rows.total && columns.length === columns.total) return undefined
  const along = (name: string, { start, length }: AxisView): string => `${name} ${start} to ${start + length - 1}`
  return `${along('rows', rows)} and ${along('columns', columns)} on show`
}

/** The cells of the input with its padding, as far as they are on show while the window is at `place`. */
export function viewInput(axis: AxisWalk, kind: SlidingWindow['kind'], place: number): AxisView {
  const { input, before, after, stride, span } = axis
  if (kind === 'transposed') return viewAround(0, input, (place + before - (span - 1) / 2) / stride, 1)
  return viewAround(-before, before + input + after, place * stride - before + (span - 1) / 2, span)
}

/** The cells of the output on show, with those that a transposed convolution cuts off. */
export function viewOutput(axis: AxisWalk, kind: SlidingWindow['kind'], place: number): AxisView {
  const { output, before, after, span } = axis
  if (kind !== 'transposed') return viewAround(0, output, place, 1)
  return viewAround(-before, before + output + Math.max(0, after), place, span)
}

/** A part moves on by halves of itself, so that it stands still for most steps. */
function viewAround(first: number, total: number, middle: number, span: number): AxisView {
  const length = Math.min(total, Math.max(MOST_CELLS, Math.min(2 * span, MOST_AROUND_WINDOW)))
  const half = length / 2
  const page = Math.floor((middle - first - half / 2) / half)
  return { start: first + Math.max(0, Math.min(total - length, Math.floor(page * half))), length, total }
}
