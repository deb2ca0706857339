/** Where the cells of a grid of square images lie. Only the cells in view are drawn. All lengths are in CSS pixels. */

/** Browsers cut off a taller scroll area, Firefox first, at 17.8 million pixels. A taller grid scrolls faster than the hand. */
const TALLEST = 12_000_000

/** Rows that are drawn above and below the view, so that a little scrolling finds them there. */
const SPARE_ROWS = 3

export interface GridLayout {
  readonly count: number
  readonly columns: number
  readonly rows: number
  /** A cell's width and height, its gap included. */
  readonly cell: number
  /** The height of the scroll area. */
  readonly height: number
}

export interface RowsInView {
  readonly first: number
  /** The row after the last. */
  readonly end: number
  /** How far below its place among all rows a row is drawn: 0 as long as the grid fits into a scroll area. */
  readonly shift: number
}

/** As many columns of at least `smallest` pixels as there is room for, at least one. */
export function layOutGrid(count: number, width: number, smallest: number): GridLayout {
  const columns = Math.max(1, Math.floor(width / smallest))
  const cell = Math.max(1, Math.floor(width / columns))
  const rows = Math.ceil(count / columns)
  return { count, columns, rows, cell, height: Math.min(rows * cell, TALLEST) }
}

/** The rows to draw for a place of the scroll area. */
export function findRowsInView(layout: GridLayout, scrollTop: number, viewHeight: number): RowsInView {
  const { rows, cell } = layout
  const top = topOf(layout, scrollTop, viewHeight)
  const first = Math.max(0, Math.floor(top / cell) - SPARE_ROWS)
  const end = Math.min(rows, Math.ceil((top + viewHeight) / cell) + SPARE_ROWS)
  return { first: Math.min(first, end), end, shift: scrollTop - top }
}

/** The most rows that are drawn at a time, wherever the view is. */
export function countRowsDrawn({ cell }: GridLayout, viewHeight: number): number {
  return Math.ceil(viewHeight / cell) + 1 + 2 * SPARE_ROWS
}

/** Where to scroll so that a row is in view, no further than need be. */
export function scrollToRow(layout: GridLayout, row: number, scrollTop: number, viewHeight: number): number {
  const { rows, cell, height } = layout
  const top = topOf(layout, scrollTop, viewHeight)
  const lowest = row * cell
  const highest = lowest + cell - viewHeight
  const wanted = top > lowest ? lowest : top < highest ? highest : top
  if (wanted === top) return scrollTop
  const scale = (height - viewHeight) / (rows * cell - viewHeight)
  return scale < 1 && scale > 0 ? wanted * scale : wanted
}

/** The top of the view, in pixels of a grid drawn in full. */
function topOf({ rows, cell, height }: GridLayout, scrollTop: number, viewHeight: number): number {
  const all = rows * cell
  return all > height && height > viewHeight ? (scrollTop * (all - viewHeight)) / (height - viewHeight) : scrollTop
}
