/** The maxima of windows side by side over the sums of a convolution, with a code of where each was. */
import { isRising, keepsSum } from '../../plan/activations'
import { valuesOf } from '../../plan/geometry'
import type { Conv2dForward, FusedPool } from '../../plan/operations/conv2d'
import { activate } from '../activations'
import { behind, f32x4, i32, i32x4, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'
import { eachVector } from './eachVector'

/** A convolution whose output is pooled at once. */
export type PooledForward = Conv2dForward & { readonly pool: FusedPool }

/** Sums as they are laid out: values of a pixel, of which there may be more than filters, and of a row. */
interface SumsLayout {
  readonly filters: number
  readonly pitch: number
}

/**
 * Pools one row of windows.
 *
 * @param sums where the first window's first sums lie. @param image the image's number among the part's. @param row which row of windows.
 */
export function poolWindows(
  k: KernelBuilder,
  spec: PooledForward,
  sums: Address,
  layout: SumsLayout,
  { image, row }: { readonly image: I32; readonly row: I32 },
): void {
  const { f } = k
  const { activation, pool } = spec
  const { width, channels } = pool.output
  const start = f.let(i32.add(i32.mul(image, VALUE * valuesOf(pool.output)), i32.mul(row, VALUE * width * channels)))
  f.loop(width, (column) => {
    const window = k.pointer(behind(sums, i32.mul(column, VALUE * pool.size[1] * layout.filters)))
    const at = f.let(i32.add(start, i32.mul(column, VALUE * channels)))
    const place = (name: string): I32 => k.pointer(behind(k.buffer(name), at))
    const [output, codes] = [place(spec.output), place(pool.codes)]
    const kept = keepsSum(activation) ? place(spec.sums) : undefined
    eachVector(k, channels, (vector, lanes) => {
      const found = largest(k, spec, { base: i32.add(window, vector), offset: 0 }, layout)
      f.storeLanes({ base: i32.add(output, vector), offset: 0 }, found.value, lanes)
      f.storeLanes({ base: i32.add(codes, vector), offset: 0 }, found.code, lanes)
      if (kept) f.storeLanes({ base: i32.add(kept, vector), offset: 0 }, found.sum, lanes)
    })
  })
}

/**
 * The maxima of four windows, and where they were. An activation that rises with its sum is largest where the sum is, so a window needs one
 * activation, not one for each place.
 */
function largest(
  k: KernelBuilder,
  { activation, pool }: PooledForward,
  window: Address,
  { pitch, filters }: SumsLayout,
) {
  const { f } = k
  const poolsFirst = isRising(activation)
  const [rows, columns] = pool.size
  const sumAt = (place: number) =>
    v128.load(behind(window, VALUE * (Math.floor(place / columns) * pitch + (place % columns) * filters)))
  const sum = f.let(sumAt(0))
  const best = f.let(poolsFirst ? sum : activate(f, activation, sum))
  const code = f.let(i32x4.splat(0))
  for (let place = 1; place < rows * columns; place++) {
    const z = f.let(sumAt(place))
    const value = poolsFirst ? z : f.let(activate(f, activation, z))
    const larger = f.let(v128.or(f32x4.gt(value, best), f32x4.ne(value, value)))
    f.set(best, v128.select(larger, value, best))
    f.set(code, v128.select(larger, i32x4.splat(place), code))
    f.set(sum, v128.select(larger, z, sum))
  }
  return { value: poolsFirst ? f.let(activate(f, activation, best)) : best, code, sum }
}
