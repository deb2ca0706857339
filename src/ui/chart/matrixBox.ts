/** Where the cells of a matrix are drawn: what names and titles leave of its room, in pixels. */

export interface MatrixBox {
  /** Of all of it. */
  readonly width: number
  readonly height: number
  /** Of the cells. */
  readonly left: number
  readonly top: number
  readonly side: number
  /** Of one. */
  readonly cell: number
  /** Letters of a name that there is room for: none where no names are drawn. */
  readonly letters: number
  /** Names stand upright above the columns. */
  readonly isTurned: boolean
}

/** With more cells along a side there is no room for names. */
const MOST_WITH_NAMES = 24

export const TITLE = 16
export const NAME_LINE = 16
export const GAP = 5
export const TEXT = 11
/** A letter is some so wide as it is high. */
export const LETTER = 0.6
const MOST_NAME = 80
const EDGE = 1

export interface CellSizes {
  /** No cell is smaller: the matrix is wider than its room then. */
  readonly smallest?: number
  readonly widest?: number
}

export function matrixBoxOf(
  names: readonly string[],
  room: number,
  { smallest = 0, widest = Infinity }: CellSizes = {},
): MatrixBox {
  const count = names.length
  const hasNames = count <= MOST_WITH_NAMES
  const longest = hasNames ? Math.max(0, ...names.map(({ length }) => Math.ceil(length * TEXT * LETTER))) : 0
  const nameWidth = hasNames ? Math.min(MOST_NAME, longest) + GAP : 0
  const left = TITLE + nameWidth
  const cell = Math.max(smallest, Math.min(widest, (room - left - EDGE) / Math.max(1, count)))
  const side = count * cell
  const isTurned = longest > cell
  const top = TITLE + (!hasNames ? 0 : isTurned ? nameWidth : NAME_LINE)
  return {
    width: left + side + EDGE,
    height: top + side + EDGE,
    left,
    top,
    side,
    cell,
    letters: hasNames ? Math.floor((nameWidth - GAP) / (TEXT * LETTER) + 0.01) : 0,
    isTurned,
  }
}
