/** Products of many rows with many columns, added to what is there, tile by tile. */
import { behind, i32, int, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf, chooseTile } from '../tiles'
import { clearSums, loadSums, openSums, storeSums } from './accumulate'

export interface Products {
  /** Factors that lie side by side, of which each tile takes some. */
  readonly rows: number
  readonly columns: number
  readonly row: Address
  readonly column: Address
  /** Goes over all pixels. */
  walk(
    ...factors: [
      sums: ReturnType<typeof openSums>,
      row: ReturnType<KernelBuilder['pointer']>,
      column: ReturnType<KernelBuilder['pointer']>,
    ]
  ): void
  /** rows x columns. */
  readonly to: Address
  /** Whether nothing is there yet. */
  readonly isFirst?: boolean
}

/** Adds the products of rows and columns to what is there. */
export function addProducts(k: KernelBuilder, { rows, columns, row, column, walk, to, isFirst }: Products): void {
  const { f } = k
  const tile = chooseTile(rows, columns, k.registers)
  const whole = Math.floor(rows / tile.rows) * tile.rows
  const tileOf = (first: I32, ofTile: number): void => {
    for (const block of blocksOf(columns, tile.vectors)) {
      const sums = openSums(k, ofTile, block.vectors)
      f.loop(block.count, (index) => {
        const at = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
        const target = { base: k.pointer(behind(to, i32.add(i32.mul(first, VALUE * columns), at))), offset: 0 }
        if (isFirst) clearSums(k, sums)
        else loadSums(k, sums, target, VALUE * columns)
        walk(sums, k.pointer(behind(row, i32.mul(first, VALUE))), k.pointer(behind(column, at)))
        storeSums(k, sums, target, VALUE * columns, block.lastLanes)
      })
    }
  }
  f.loop(whole, (first) => tileOf(first, tile.rows), { by: tile.rows })
  if (rows > whole) tileOf(int(whole), rows - whole)
}
