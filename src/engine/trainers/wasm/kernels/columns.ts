/** Sums of the columns of a matrix, whose rows lie one after another. */
import { f32, f32x4, i32, int, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'

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
/** Vectors of columns that are summed at a time. */
const WIDTH = 2
/** Vectors of as many rows as it takes have sums of their own: an addition waits for the one before it. */
const AT_ONCE = 4

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
  for (const block of blocksOf(columns, WIDTH)) {
    const { vectors } = block
    const atOnce = AT_ONCE / vectors
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
        f.while(i32.leS(i32.add(done, atOnce), end), () => addRows(atOnce))
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
