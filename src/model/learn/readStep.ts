/** What a window makes of the pixels under it: the products and their sum, the maximum or the mean. */
import { tapsAlong, type AxisTap, type Place, type WindowWalk } from './windowWalk'

/** One channel of an image or of a kernel, row by row. */
export interface Plane {
  readonly rows: number
  readonly columns: number
  readonly values: ArrayLike<number>
}

/** A pixel under the window with the weight that it meets. */
export interface Tap extends Place {
  readonly kernelRow: number
  readonly kernelColumn: number
  /** Undefined outside of the image. A convolution takes 0 for it; a pool does without. */
  readonly value: number | undefined
  /** 1 in a pool. */
  readonly weight: number
}

export interface Step {
  readonly taps: readonly Tap[]
  readonly result: number
}

/** All that happens at one place of the output. The kernel has the window's size; a pool has no use for it. */
export function readStep(walk: WindowWalk, place: Place, image: Plane, kernel: Plane): Step {
  const rows = tapsAlong(walk.rows, place.row, walk.window.kind)
  const columns = tapsAlong(walk.columns, place.column, walk.window.kind)
  const taps = rows.flatMap((row) =>
    columns.map((column) => ({
      row: row.at,
      column: column.at,
      kernelRow: row.weight,
      kernelColumn: column.weight,
      value: valueAt(image, row.at, column.at),
      weight: isPool(walk) ? 1 : (valueAt(kernel, row.weight, column.weight) ?? 0),
    })),
  )
  return { taps, result: resultOf(walk, rows, columns, image, kernel) }
}

/** A part of the output, row by row: the results alone. */
export function readOutput(
  walk: WindowWalk,
  from: Place,
  size: Pick<Plane, 'rows' | 'columns'>,
  image: Plane,
  kernel: Plane,
): Plane {
  const along = (axis: 'rows' | 'columns', start: number): AxisTap[][] =>
    Array.from({ length: size[axis] }, (_, i) => tapsAlong(walk[axis], start + i, walk.window.kind))
  const columns = along('columns', from.column)
  const values = along('rows', from.row).flatMap((row) =>
    columns.map((column) => resultOf(walk, row, column, image, kernel)),
  )
  return { ...size, values }
}

/** Undefined outside of the plane. */
export function valueAt({ rows, columns, values }: Plane, row: number, column: number): number | undefined {
  return row < 0 || column < 0 || row >= rows || column >= columns ? undefined : values[row * columns + column]
}

export function isPool({ window }: WindowWalk): boolean {
  return window.kind === 'maximum' || window.kind === 'mean'
}

function resultOf(
  walk: WindowWalk,
  rows: readonly AxisTap[],
  columns: readonly AxisTap[],
  image: Plane,
  kernel: Plane,
): number {
  const isPooled = isPool(walk)
  let sum = 0
  let most = -Infinity
  let count = 0
  for (const row of rows) {
    for (const column of columns) {
      const value = valueAt(image, row.at, column.at)
      if (value === undefined) continue
      count += 1
      most = Math.max(most, value)
      sum += isPooled ? value : value * (valueAt(kernel, row.weight, column.weight) ?? 0)
    }
  }
  if (walk.window.kind === 'maximum') return most
  // Padding is no part of a mean, in Keras as in TensorFlow.
  return walk.window.kind === 'mean' ? sum / count : sum
}
