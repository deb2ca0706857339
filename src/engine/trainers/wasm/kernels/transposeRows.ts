/** Rows and columns swapped, in blocks of four by four. */
import { i32, int, v128, type Address, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'

export interface Matrix {
  readonly rows: number
  readonly columns: number
  /** Where it begins, and bytes from row to row. The values of a row lie side by side. */
  readonly from: Address
  readonly rowStep: number
  /** Bytes from column to column of where it is put. The values of a column will lie side by side. */
  readonly columnStep: number
}

/**
 * Swaps a matrix's rows and columns.
 *
 * @param store with values of one column that are put side by side, in bytes from where the first value of all is put: first what is only
 *   known when the code runs, and what it takes on top. `lanes` is how many of the four are there.
 */
export function transposeRows(
  k: KernelBuilder,
  { rows, columns, from, rowStep, columnStep }: Matrix,
  store: (value: V128, at: I32, offset: number, lanes: number) => void,
): void {
  const { f } = k
  inFours(k, rows, (row, height) => {
    inFours(k, columns, (column, width) => {
      const source = k.pointer({
        base: i32.add(from.base, i32.add(i32.mul(row, rowStep), i32.mul(column, VALUE))),
        offset: from.offset,
      })
      const at = f.let(i32.add(i32.mul(column, columnStep), i32.mul(row, VALUE)))
      const block = [0, 1, 2, 3].map((i) =>
        f.let(v128.load({ base: source, offset: Math.min(i, height - 1) * rowStep })),
      )
      for (const [index, value] of transpose(k, block).slice(0, width).entries()) {
        store(value, at, index * columnStep, height)
      }
    })
  })
}

function inFours(k: KernelBuilder, length: number, body: (first: I32, count: number) => void): void {
  const whole = length - (length % 4)
  k.f.loop(whole, (first) => body(first, 4), { by: 4 })
  if (length > whole) body(int(whole), length - whole)
}

/** Four rows as four columns. */
function transpose(k: KernelBuilder, [a, b, c, d]: readonly V128[]): readonly V128[] {
  const { f } = k
  const low = f.let(v128.shuffle(a!, b!, [0, 4, 1, 5]))
  const high = f.let(v128.shuffle(a!, b!, [2, 6, 3, 7]))
  const lowOther = f.let(v128.shuffle(c!, d!, [0, 4, 1, 5]))
  const highOther = f.let(v128.shuffle(c!, d!, [2, 6, 3, 7]))
  return [
    v128.shuffle(low, lowOther, [0, 1, 4, 5]),
    v128.shuffle(low, lowOther, [2, 3, 6, 7]),
    v128.shuffle(high, highOther, [0, 1, 4, 5]),
    v128.shuffle(high, highOther, [2, 3, 6, 7]),
  ]
}
