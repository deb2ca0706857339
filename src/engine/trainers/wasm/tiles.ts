/** How a product is cut into tiles that a processor's registers hold. */
import { vectorsOf } from './kernel'

/** A tile: so many rows, each of so many vectors of four columns, held in registers while products are added to them. */
export interface Tile {
  readonly rows: number
  readonly vectors: number
}

/** Fewer sums take as long as so many: each product waits for the sum before it. */
const FEWEST_SUMS = 8
/** Rows of a tile so many vectors wide, at most: its sums, a vector of each column and a row's factor are in registers. */
export function mostRows(vectors: number, registers: number): number {
  return Math.floor((registers - 1) / vectors) - 1
}

/**
 * The cheapest tile for so many rows and columns: by what was measured, reading a factor costs about as much as a product. What a tile covers
 * beyond the last row is computed twice.
 *
 * @param registers for its sums and what they are made of.
 */
export function chooseTile(rows: number, columns: number, registers: number): Tile {
  const all = vectorsOf(columns)
  let best: { readonly tile: Tile; readonly cost: number } | undefined
  for (let vectors = 1; vectors <= Math.min(4, all); vectors++) {
    for (let height = 1; height <= Math.min(rows, mostRows(vectors, registers)); height++) {
      const full = Math.floor(all / vectors)
      const costOf = (width: number): number => Math.max(FEWEST_SUMS, height * width) + height + width
      const across = full * costOf(vectors) + (all % vectors > 0 ? costOf(all % vectors) : 0)
      const cost = Math.ceil(rows / height) * across
      if (!best || cost < best.cost) best = { tile: { rows: height, vectors }, cost }
    }
  }
  return best?.tile ?? { rows: 1, vectors: 1 }
}

/** Vectors of columns side by side, dealt into blocks. */
export interface Block {
  /** Where the first column is. */
  readonly column: number
  readonly vectors: number
  /** How many such blocks follow one another. */
  readonly count: number
  /** Columns of the last vector. */
  readonly lastLanes: number
}

/** Whole blocks first, then one of what is left. */
export function blocksOf(columns: number, vectors: number): readonly Block[] {
  const whole = Math.floor(columns / (4 * vectors))
  const column = whole * 4 * vectors
  const rest = columns - column
  return [
    ...(whole > 0 ? [{ column: 0, vectors, count: whole, lastLanes: 4 }] : []),
    ...(rest > 0 ? [{ column, vectors: vectorsOf(rest), count: 1, lastLanes: rest % 4 || 4 }] : []),
  ]
}
