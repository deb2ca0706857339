/** What Learn's window walks over: an image drawn by code, and kernels whose work can be seen. Their values are small whole numbers. */
import type { Pair } from '../layers/pair'
import type { Plane } from './readStep'

/** The largest value of a pixel; the smallest is 0. */
export const BRIGHTEST = 9

/** A seven, in a square of side 1. */
const STROKES = [
  [0.24, 0.22, 0.76, 0.22],
  [0.76, 0.22, 0.42, 0.84],
] as const

/** Half the width of a stroke. */
const BREADTH = 0.07

/** A bright seven on a ground that grows brighter from the upper left to the lower right. */
export function drawExample([rows, columns]: Pair): Plane {
  const values = new Uint8Array(rows * columns)
  // A pixel that a stroke covers in part is in part as bright.
  const softness = 1 / Math.min(rows, columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5) / columns
      const y = (row + 0.5) / rows
      const distance = Math.min(...STROKES.map((stroke) => distanceTo(stroke, x, y)))
      const cover = Math.max(0, Math.min(1, (BREADTH - distance) / softness + 0.5))
      const ground = 1.5 * (x + y)
      values[row * columns + column] = Math.round(ground + (BRIGHTEST - ground) * cover)
    }
  }
  return { rows, columns, values }
}

function distanceTo([x1, y1, x2, y2]: (typeof STROKES)[number], x: number, y: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const along = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy)
}

export type ExampleKernel = 'edges' | 'smooth'

/**
 * `edges` answers to what is darker on the left and brighter on the right, as Prewitt's operator does. `smooth` is a tent: each pixel is
 * spread over its neighbours.
 */
export function drawKernel(kernel: ExampleKernel, [rows, columns]: Pair): Plane {
  const values = Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns)
    const column = i % columns
    return kernel === 'smooth' ? tent(row, rows) * tent(column, columns) : slope(row, rows, column, columns)
  })
  return { rows, columns, values }
}

function tent(at: number, length: number): number {
  return Math.min(at + 1, length - at)
}

function slope(row: number, rows: number, column: number, columns: number): number {
  if (columns > 1) return Math.sign(2 * column + 1 - columns)
  // A single column has no left and right, and a single weight no neighbour.
  return rows > 1 ? Math.sign(2 * row + 1 - rows) : 1
}
