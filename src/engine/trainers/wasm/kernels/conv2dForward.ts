/** Conv2D forward: convolution, bias, activation and, when a MaxPooling2D follows at once, its maximum with a code of where it was. */
import { isRising, keepsSum } from '../../plan/activations'
import { valuesOf } from '../../plan/geometry'
import type { Conv2dForward } from '../../plan/operations/conv2d'
import { activate } from '../activations'
import { behind, f32x4, i32, int, i32x4, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, vectorsOf, type Kernel, type KernelBuilder } from '../kernel'
import { convolveRow, type Convolution } from './convolve'
import { layOut, type Laid } from './window'

export const conv2dForward: Kernel<Conv2dForward> = (spec, k) => {
  const { geometry, kernelOffset, biasOffset, pool } = spec
  const layout = layOut(k, geometry)
  const convolution: Convolution = {
    geometry,
    weights: k.weights(kernelOffset),
    ...(biasOffset !== undefined && { bias: k.weights(biasOffset) }),
  }
  const finishImage = pool ? pooledImage(k, spec, pool, convolution) : plainImage(k, spec, convolution)
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(spec.input), behindFirst(valuesOf(geometry.input))))
    finishImage(image, behindFirst)
  })
}

type FinishImage = (image: Laid, behindFirst: (values: number) => I32) => void

function plainImage(k: KernelBuilder, spec: Conv2dForward, convolution: Convolution): FinishImage {
  const { f } = k
  const { geometry, activation } = spec
  const { height, width, channels } = geometry.output
  return (image, behindFirst) => {
    f.loop(height, (y) => {
      const row = f.let(i32.add(behindFirst(valuesOf(geometry.output)), i32.mul(y, VALUE * width * channels)))
      const pointers = [spec.output, ...(keepsSum(activation) ? [spec.sums] : [])].map((name) =>
        k.pointer(behind(k.buffer(name), row)),
      )
      convolveRow(k, convolution, image, { y, columns: width, filters: channels }, ({ value, at, offset, lanes }) => {
        for (const [index, pointer] of pointers.entries()) {
          const stored = index === 0 ? f.let(activate(f, activation, value)) : value
          f.storeLanes({ base: i32.add(pointer, at), offset }, stored, lanes)
        }
      })
    })
  }
}

/** Rows of sums, as many as a window has, are made first, and then the windows' maxima. */
function pooledImage(
  k: KernelBuilder,
  spec: Conv2dForward,
  pool: NonNullable<Conv2dForward['pool']>,
  convolution: Convolution,
): FinishImage {
  const { f } = k
  const { activation } = spec
  const { height, width, channels } = pool.output
  const [rows, columns] = pool.size
  const filters = 4 * vectorsOf(channels)
  const pitch = width * columns * filters
  const sums = k.scratch(rows * pitch)
  return (image, behindFirst) => {
    f.loop(height, (pooledRow) => {
      f.loop(rows, (row) => {
        const y = f.let(i32.add(i32.mul(pooledRow, rows), row))
        const target = k.pointer(behind(sums, i32.mul(row, VALUE * pitch)))
        convolveRow(k, convolution, image, { y, columns: width * columns, filters }, ({ value, at, offset }) => {
          f.storeV128({ base: i32.add(target, at), offset }, value)
        })
      })
      const start = f.let(i32.add(behindFirst(valuesOf(pool.output)), i32.mul(pooledRow, VALUE * width * channels)))
      f.loop(width, (column) => {
        const window = f.let(i32.mul(column, VALUE * columns * filters))
        const at = f.let(i32.add(start, i32.mul(column, VALUE * channels)))
        const place = (name: string): I32 => k.pointer(behind(k.buffer(name), at))
        const [output, codes] = [place(spec.output), place(pool.codes)]
        const kept = keepsSum(activation) ? place(spec.sums) : undefined
        const eachWhole = Math.floor(channels / 4)
        const body = (vector: I32, lanes: number): void => {
          const found = largest(k, spec, pool, behind(behind(sums, window), vector), { pitch, filters })
          f.storeLanes({ base: i32.add(output, vector), offset: 0 }, found.value, lanes)
          f.storeLanes({ base: i32.add(codes, vector), offset: 0 }, found.code, lanes)
          if (kept) f.storeLanes({ base: i32.add(kept, vector), offset: 0 }, found.sum, lanes)
        }
        f.loop(VECTOR * eachWhole, (vector) => body(vector, 4), { by: VECTOR })
        if (channels % 4 > 0) body(int(VECTOR * eachWhole), channels % 4)
      })
    })
  }
}

/**
 * The maxima of four windows, and where they were. An activation that rises with its sum is largest where the sum is, so a window needs one
 * activation, not one for each place.
 */
function largest(
  k: KernelBuilder,
  { activation }: Conv2dForward,
  { size }: NonNullable<Conv2dForward['pool']>,
  window: Address,
  { pitch, filters }: { readonly pitch: number; readonly filters: number },
) {
  const { f } = k
  const poolsFirst = isRising(activation)
  const [rows, columns] = size
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
