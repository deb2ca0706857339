/** Sums of each channel over pixels. */
import { behind, f32x4, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import { blocksOf } from '../tiles'
import { clearSums, openSums, storeSums } from './accumulate'

interface Summed {
  /** Where the first pixel begins. */
  readonly from: Address
  /** Rows of pixels that lie one after another, and how many are in a row. Each row's sum is made first: many terms need that. */
  readonly rows: I32 | number
  readonly width: number
  readonly channels: number
  /** Where the sums are put. Nothing beyond them is written. */
  readonly to: Address
  /** What each sum is multiplied by. */
  readonly factor?: number
}

export function sumPixels(k: KernelBuilder, { from, rows, width, channels, to, factor = 1 }: Summed): void {
  const { f } = k
  for (const block of blocksOf(channels, 4)) {
    const [sums, inRow] = openSums(k, 2, block.vectors)
    f.loop(block.count, (index) => {
      const column = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
      const pixel = k.pointer(behind(from, column))
      clearSums(k, [sums!])
      f.loop(rows, () => {
        clearSums(k, [inRow!])
        f.loop(width, () => {
          for (const [vector, sum] of inRow!.entries()) {
            f.set(sum, f32x4.add(sum, v128.load({ base: pixel, offset: VECTOR * vector })))
          }
          f.increase(pixel, VALUE * channels)
        })
        for (const [vector, sum] of sums!.entries()) f.set(sum, f32x4.add(sum, inRow![vector]!))
      })
      if (factor !== 1) for (const sum of sums!) f.set(sum, f32x4.mul(sum, f32x4.splat(factor)))
      storeSums(k, [sums!], behind(to, column), 0, block.lastLanes)
    })
  }
}
