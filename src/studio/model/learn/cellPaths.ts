/** The cells of a grid as paths of an SVG in which a cell is a square of side 1: one path a shade, however many cells there are. */
import { valueAt, type Plane } from '../../../model/learn/readStep'
import type { Place } from '../../../model/learn/windowWalk'
import type { GridView } from './gridView'

export const SHADES = 9

export interface ShadePath {
  readonly isNegative: boolean
  /** From 1 to `SHADES`; cells of shade 0 have no path. */
  readonly shade: number
  readonly path: string
}

/** @param values their first one stands at `origin`; outside of them a cell has none */
export function shadeCells(view: GridView, values: Plane, origin: Place, most: number): readonly ShadePath[] {
  const paths = new Map<number, string>()
  forEachRun(view, (row, column) => shadeOf(valueAt(values, row - origin.row, column - origin.column), most), {
    add(shade, path) {
      if (shade) paths.set(shade, (paths.get(shade) ?? '') + path)
    },
  })
  return [...paths].map(([shade, path]) => ({ isNegative: shade < 0, shade: Math.abs(shade), path }))
}

/** The cells without a value: padding, or what is cut off. */
export function traceMargin(view: GridView, values: Plane, origin: Place): string {
  let margin = ''
  forEachRun(view, (row, column) => shadeOf(valueAt(values, row - origin.row, column - origin.column), 1), {
    add(shade, path) {
      if (shade === undefined) margin += path
    },
  })
  return margin
}

/** The lines between the cells. */
export function traceLines({ rows, columns }: GridView): string {
  const across = Array.from(
    { length: rows.length - 1 },
    (_, i) => `M${columns.start} ${rows.start + i + 1}h${columns.length}`,
  )
  const down = Array.from(
    { length: columns.length - 1 },
    (_, i) => `M${columns.start + i + 1} ${rows.start}v${rows.length}`,
  )
  return [...across, ...down].join('')
}

export function traceCells(cells: readonly Place[]): string {
  return cells.map(({ row, column }) => `M${column} ${row}h1v1h-1z`).join('')
}

function shadeOf(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : Math.round((SHADES * value) / most)
}

/** Neighbours in a row that have the same shade are one rectangle. */
function forEachRun(
  { rows, columns }: GridView,
  shadeAt: (row: number, column: number) => number | undefined,
  { add }: { add(shade: number | undefined, path: string): void },
): void {
  const end = columns.start + columns.length
  for (let row = rows.start; row < rows.start + rows.length; row++) {
    let from = columns.start
    let shade = shadeAt(row, from)
    for (let column = from + 1; column <= end; column++) {
      const next = column < end ? shadeAt(row, column) : NaN
      if (next === shade) continue
      add(shade, `M${from} ${row}h${column - from}v1h${from - column}z`)
      from = column
      shade = next
    }
  }
}
