/** Going over the rows of a matrix, whose values lie side by side: value by value, or for sums of a row or of each column. */
import { behind, constants, f32x4, i32, v128, type Address, type I32, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'
import { eachVector } from './eachVector'

/** Where something lies in a buffer, in bytes behind its first value. */
export function placeIn(k: KernelBuilder, buffer: string, { base, offset }: Address): Address {
  return behind(behind(k.buffer(buffer), base), offset)
}

/** The first lanes of a vector, and zeros. */
export function firstLanes(value: V128, lanes: number): V128 {
  if (lanes === 4) return value
  return v128.and(value, constants(Int32Array.from({ length: 4 }, (_, lane) => (lane < lanes ? -1 : 0))))
}

/** The sum of four lanes, in each of them. */
export function sumOfLanes(k: KernelBuilder, value: V128): Local<'v128'> {
  const { f } = k
  const four = f.let(value)
  const two = f.let(f32x4.add(four, v128.shuffle(four, four, [2, 3, 0, 1])))
  return f.let(f32x4.add(two, v128.shuffle(two, two, [1, 0, 3, 2])))
}

/** Rows that are worked on at a time, so that what they share is read once. */
const ROWS = 4

/**
 * Goes over the values of a matrix, row by row.
 *
 * @param share reads what all rows have in common, `column` bytes behind a row's beginning. @param body with where four values lie, in bytes
 *   behind the matrix's first value, and how many of them belong to the row.
 */
export function overRows<Shared>(
  k: KernelBuilder,
  { rows, columns }: { readonly rows: I32; readonly columns: number },
  share: (column: I32) => Shared,
  body: (shared: Shared, at: Address, lanes: number) => void,
): void {
  const { f } = k
  const some = (row: I32, count: number): void => {
    const start = f.let(i32.mul(row, VALUE * columns))
    eachVector(k, columns, (column, lanes) => {
      const shared = share(column)
      const base = f.let(i32.add(start, column))
      for (let i = 0; i < count; i++) body(shared, { base, offset: i * VALUE * columns }, lanes)
    })
  }
  const fours = i32.and(rows, -ROWS)
  const whole = fours.constant === undefined ? f.let(fours) : fours
  f.loop(whole, (row) => some(row, ROWS), { by: ROWS })
  f.loop(rows, (row) => some(row, 1), { from: whole })
}

/** Vectors whose sums are held in registers. */
const VECTORS = 4

/**
 * Sums over a row, several at once.
 *
 * @param terms of four values, `count` of them, from where the values lie in the row, in bytes.
 * @returns each sum, in all four lanes.
 */
export function sumRow(
  k: KernelBuilder,
  { length, count }: { readonly length: number; readonly count: number },
  terms: (at: Address) => readonly V128[],
): readonly Local<'v128'>[] {
  const { f } = k
  const blocks = blocksOf(length, VECTORS)
  const sums = Array.from({ length: blocks[0]?.vectors ?? 0 }, () =>
    Array.from({ length: count }, () => f.let(f32x4.splat(0))),
  )
  for (const { column, vectors, count: times, lastLanes } of blocks) {
    f.loop(times, (index) => {
      const base = i32.mul(index, vectors * VECTOR)
      for (let vector = 0; vector < vectors; vector++) {
        const lanes = vector === vectors - 1 ? lastLanes : 4
        const values = terms({ base, offset: VALUE * column + VECTOR * vector })
        for (const [which, sum] of sums[vector]!.entries()) {
          f.set(sum, f32x4.add(sum, firstLanes(values[which]!, lanes)))
        }
      }
    })
  }
  return Array.from({ length: count }, (_, which) => {
    const all = sums.map((own): V128 => own[which]!)
    return sumOfLanes(
      k,
      all.reduce((total, sum) => f32x4.add(total, sum)),
    )
  })
}
