/** The heart of all products: a tile of sums in registers, to which products of rows and columns are added. */
import type { Local } from '../assembler/functionBuilder'
import { v128, f32x4, i32, type Address, type I32 } from '../assembler/expressions'
import { VECTOR, type KernelBuilder } from '../kernel'
import { unrollOf } from '../tiles'

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
  if (typeof rounds === 'number') {
    const times = unrollOf(rounds)
    f.loop(rounds, () => addTimes(k, sums, factors, times), { by: times })
    return
  }
  f.loop(i32.and(rounds, -2), () => addTimes(k, sums, factors, 2), { by: 2 })
  f.when(i32.and(rounds, 1), () => addTimes(k, sums, factors, 1))
}

function addTimes(k: KernelBuilder, sums: Sums, factors: Factors, times: number): void {
  const { f } = k
  const { row, rowStep, rowStride, column, columnStride } = factors
  for (let time = 0; time < times; time++) {
    const columns = sums[0]!.map((_, vector) =>
      f.let(v128.load({ base: column, offset: time * columnStride + vector * VECTOR })),
    )
    for (const [index, vectors] of sums.entries()) {
      const factor = f.let(v128.loadSplat({ base: row, offset: time * rowStride + index * rowStep }))
      for (const [vector, sum] of vectors.entries()) f.set(sum, k.madd(factor, columns[vector]!, sum))
    }
  }
  f.increase(row, times * rowStride)
  f.increase(column, times * columnStride)
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
