/** A kernel with zeros between and behind its taps, which computes without dilation what the kernel computes with it. */
import { sizeOf, type Shape } from '../../model/layers/define'
import type { Pair } from '../../model/layers/pair'

export interface Spreading {
  /** The kernel's shape; its taps lie along the first two axes. */
  readonly from: Shape
  /** The same with zeros in between. */
  readonly to: Shape
  /** How far apart the taps come to lie. */
  readonly rate: Pair
}

/** Row-major values of shape `from` as those of shape `to`. */
export function spreadKernel(values: Float32Array<ArrayBuffer>, spreading: Spreading): Float32Array<ArrayBuffer> {
  const spread = new Float32Array(sizeOf(spreading.to))
  forEachTap(spreading, (dense, wide, length) => spread.set(values.subarray(dense, dense + length), wide))
  return spread
}

/** The reverse of `spreadKernel`. */
export function gatherKernel(values: Float32Array<ArrayBuffer>, spreading: Spreading): Float32Array<ArrayBuffer> {
  const gathered = new Float32Array(sizeOf(spreading.from))
  forEachTap(spreading, (dense, wide, length) => gathered.set(values.subarray(wide, wide + length), dense))
  return gathered
}

/** Where the values of each tap begin in the one shape and in the other, and how many they are. */
function forEachTap({ from, to, rate }: Spreading, visit: (dense: number, wide: number, length: number) => void): void {
  const [rows = 0, columns = 0, ...rest] = from
  const length = sizeOf(rest)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit((row * columns + column) * length, (row * rate[0] * to[1]! + column * rate[1]) * length, length)
    }
  }
}
