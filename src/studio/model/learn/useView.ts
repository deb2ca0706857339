import { useMemo } from 'react'
import type { Place, WindowWalk } from '../../../model/learn/windowWalk'
import { viewInput, viewOutput, type GridView } from './gridView'

/** The part of a grid that is on show; the same one until the walk leaves it. */
export function useView({ rows, columns, window }: WindowWalk, place: Place, which: 'input' | 'output'): GridView {
  const look = which === 'input' ? viewInput : viewOutput
  const row = look(rows, window.kind, place.row).start
  const column = look(columns, window.kind, place.column).start
  return useMemo(
    () => ({
      rows: { ...look(rows, window.kind, 0), start: row },
      columns: { ...look(columns, window.kind, 0), start: column },
    }),
    [look, rows, columns, window, row, column],
  )
}

/** Below this share of the larger grid, the smaller one is drawn larger than it is: it is to be pointed at, too. */
const SMALLEST_SHARE = 0.4

/** Cells along a side of the stage: with the same number, a cell of the output is as large as one of the input. */
export function scaleOf({ rows, columns, window }: WindowWalk): { readonly input: number; readonly output: number } {
  const most = (look: typeof viewInput): number =>
    Math.max(look(rows, window.kind, 0).length, look(columns, window.kind, 0).length)
  const [input, output] = [most(viewInput), most(viewOutput)]
  const larger = Math.max(input, output)
  return { input: Math.min(larger, input / SMALLEST_SHARE), output: Math.min(larger, output / SMALLEST_SHARE) }
}
