/** Going over the rows of a matrix, whose values lie side by side: value by value, or for sums of a row or of each column. */
import {
  behind,
  constants,
  f32,
  f32x4,
  i32,
  int,
  v128,
  type Address,
  type F32,
  type I32,
  type V128,
} from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'

/** Goes over a row four values at a time, and in the last four over those that are there. @param body with where they lie in the row, in bytes. */
export function eachInRow(k: KernelBuilder, length: number, body: (at: I32, lanes: number) => void): void {
  const whole = VALUE * (length - (length % 4))
  k.f.loop(whole, (at) => body(at, 4), { by: VECTOR })
  if (length % 4 > 0) body(int(whole), length % 4)
}

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
    eachInRow(k, columns, (column, lanes) => {
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

/** Sums of some columns over the rows of a matrix. The rows are cut into runs, whose sums are short and so lose little to rounding. */
export interface ColumnSums<Row> {
  /** Before each run, for a vector of columns. */
  begin?(vector: number): void
  /** What a row's columns have in common. @param start where the row begins, in bytes. @param index which row it is, and how many behind. */
  row(start: Address, index: I32, further: number): Row
  /** Adds a row's four values to the sums. @param at where they lie, in bytes. */
  add(sums: readonly Local<'v128'>[], vector: number, at: Address, row: Row): void
  /** Behind each run. @param rows how many the run has. */
  end(sums: readonly Local<'v128'>[], vector: number, rows: Local<'f32'>): void
  /** Behind the last run. @param lanes how many of the four columns there are. */
  close(vector: number, lanes: number): void
}

/** Rows of a run. */
const RUN = 32

/**
 * Goes over a matrix for sums of its columns.
 *
 * @param count sums of a column. @param open begins some vectors of columns: with where the first lies in a row, in bytes.
 */
export function overColumns<Row>(
  k: KernelBuilder,
  { rows, columns, count }: { readonly rows: I32; readonly columns: number; readonly count: number },
  open: (column: Local<'i32'>, vectors: number) => ColumnSums<Row>,
): void {
  const { f } = k
  const stride = VALUE * columns
  for (const block of blocksOf(columns, VECTORS)) {
    const { vectors } = block
    // Narrow blocks work on several rows at a time, each with sums of its own: an addition waits for the one before it.
    const atOnce = Math.floor(VECTORS / vectors)
    f.loop(block.count, (index) => {
      const column = f.let(i32.add(i32.mul(index, vectors * VECTOR), VALUE * block.column))
      const work = open(column, vectors)
      const sums = Array.from({ length: atOnce }, () =>
        Array.from({ length: vectors }, () => Array.from({ length: count }, () => f.local('v128'))),
      )
      const done = f.let(int(0))
      f.while(i32.ltS(done, rows), () => {
        const left = i32.sub(rows, done)
        const ofRun = f.let(i32.select(i32.ltS(left, RUN), left, RUN))
        const end = f.let(i32.add(done, ofRun))
        for (const sum of sums.flat(2)) f.set(sum, f32x4.splat(0))
        for (let vector = 0; vector < vectors; vector++) work.begin?.(vector)
        const addRows = (some: number): void => {
          const start = f.let(i32.mul(done, stride))
          const base = f.let(i32.add(start, column))
          for (let i = 0; i < some; i++) {
            const row = work.row({ base: start, offset: i * stride }, done, i)
            for (let vector = 0; vector < vectors; vector++) {
              work.add(sums[i]![vector]!, vector, { base, offset: i * stride + vector * VECTOR }, row)
            }
          }
          f.increase(done, some)
        }
        if (atOnce > 1) f.while(i32.leS(i32.add(done, atOnce), end), () => addRows(atOnce))
        f.while(i32.ltS(done, end), () => addRows(1))
        const size = f.let(f32.fromS(ofRun))
        for (let vector = 0; vector < vectors; vector++) {
          const [own, ...others] = sums.map((row) => row[vector]!)
          for (const other of others) {
            for (const [which, sum] of own!.entries()) f.set(sum, f32x4.add(sum, other[which]!))
          }
          work.end(own!, vector, size)
        }
      })
      for (let vector = 0; vector < vectors; vector++) {
        work.close(vector, vector === vectors - 1 ? block.lastLanes : 4)
      }
    })
  }
}

/** The mean and the sum of squares about it, of as many values, joined to those of more: Chan, Golub and LeVeque (1979). */
export interface Moments {
  readonly count: Local<'f32'>
  readonly mean: Local<'v128'>
  readonly squares: Local<'v128'>
}

/** @param apart how far the mean of `more` values lies from the mean so far. @param squares about that mean. */
export function joinMoments(
  k: KernelBuilder,
  { count, mean, squares }: Omit<Moments, 'count'> & { readonly count: F32 },
  more: { readonly count: F32; readonly apart: Local<'v128'>; readonly squares: V128 },
): void {
  const { f } = k
  const share = f.let(f32x4.splat(f32.div(more.count, f32.add(count, more.count))))
  const between = f32x4.mul(f32x4.mul(more.apart, more.apart), f32x4.mul(f32x4.splat(count), share))
  f.set(squares, f32x4.add(squares, f32x4.add(more.squares, between)))
  f.set(mean, f32x4.add(mean, f32x4.mul(more.apart, share)))
}
