/** The heart of all products: a tile of sums in registers, to which products of rows and columns are added. */
import type { Local } from '../assembler/functionBuilder'
import { v128, f32x4, i32, type Address, type I32 } from '../assembler/expressions'
import { VECTOR, type KernelBuilder } from '../kernel'

/** Sums of a tile, by row and vector of columns. */
export type Sums = readonly (readonly Local<'v128'>[])[]

export function openSums(k: KernelBuilder, rows: number, vectors: number): Sums {
  return Array.from({ length: rows }, () => Array.from({ length: vectors }, () => k.f.local('v128')))
}

export function clearSums(k: KernelBuilder, sums: Sums): void {
  for (const sum of sums.flat()) k.f.set(sum, f32x4.splat(0))
}

export interface Factors {
  /** Moves along the rows' factors. */
  readonly row: Local<'i32'>
  /** Bytes from a factor of one row to that of the next row. */
  readonly rowStep: number
  /** Bytes from a row's factor to its next. */
  readonly rowStride: number
  /** Moves along the columns' factors, which lie side by side. */
  readonly column: Local<'i32'>
  /** Bytes from one set of columns to the next. */
  readonly columnStride: number
}

/** Adds `rounds` products to each sum. Behind it, both pointers stand behind the last factor. */
export function accumulate(k: KernelBuilder, sums: Sums, factors: Factors, rounds: number | I32): void {
  const { f } = k
  const { row, rowStride } = factors
  if (rounds === 1) return addOnce(k, sums, factors)
  const end = f.let(i32.add(row, i32.mul(rounds, rowStride)))
  const addAll = (): void => {
    f.repeat((leave) => {
      addOnce(k, sums, factors, leave)
      return i32.ne(row, end)
    })
  }
  if (typeof rounds === 'number') addAll()
  else f.when(rounds, addAll)
}

/** Adds one product to each sum. @param leave ends the loop. */
function addOnce(k: KernelBuilder, sums: Sums, factors: Factors, leave?: (condition: I32) => void): void {
  const { f } = k
  const { row, rowStep, rowStride, column, columnStride } = factors
  const columns = sums[0]!.map((_, vector) => f.let(v128.load({ base: column, offset: vector * VECTOR })))
  for (const [index, vectors] of sums.entries()) {
    const factor = f.let(v128.loadSplat({ base: row, offset: index * rowStep }))
    for (const [vector, sum] of vectors.entries()) f.set(sum, k.madd(factor, columns[vector]!, sum))
    leave?.(isNowhere(row, index))
  }
  f.increase(row, rowStride)
  f.increase(column, columnStride)
}

/** No memory reaches up to places that are so few bytes below the last, or these times a small number. */
const NOWHERE = 4099

/**
 * Whether a pointer points to where no memory is, which it never does. A loop that would end there has a branch, and what stands behind it is
 * not read before it. V8 11, which Node 20 has, reads all that a stretch without branches reads before it computes anything, and has no registers
 * left for sums: with a branch behind each row, a tile of 6 x 2 is twice as fast.
 *
 * @param index small, and another one for each place in a loop: of conditions alike, an engine would leave all but the first out, and those of
 *   neighbouring rounds stand in one where it unrolls a loop.
 */
export function isNowhere(pointer: I32, index: number): I32 {
  return i32.eq(pointer, -1 - index * NOWHERE)
}

/** Where tiles of so many rows begin: the last one reaches back, so that none goes beyond the end. */
export function eachTile(k: KernelBuilder, rows: number, ofTile: number, body: (row: I32) => void): void {
  const last = rows - ofTile
  k.f.loop(rows, (row) => body(rows % ofTile === 0 ? row : k.f.let(i32.select(i32.ltS(row, last), row, last))), {
    by: ofTile,
  })
}

/** Loads the sums of a tile whose rows lie `rowStep` bytes apart. */
export function loadSums(k: KernelBuilder, sums: Sums, at: Address, rowStep: number): void {
  for (const [row, vectors] of sums.entries()) {
    for (const [vector, sum] of vectors.entries()) {
      k.f.set(sum, v128.load({ ...at, offset: at.offset + row * rowStep + vector * VECTOR }))
    }
  }
}

export function storeSums(k: KernelBuilder, sums: Sums, at: Address, rowStep: number, lastLanes: number): void {
  for (const [row, vectors] of sums.entries()) {
    for (const [vector, sum] of vectors.entries()) {
      const lanes = vector === vectors.length - 1 ? lastLanes : 4
      k.f.storeLanes({ ...at, offset: at.offset + row * rowStep + vector * VECTOR }, sum, lanes)
    }
  }
}
