/** GlobalAveragePooling2D and GlobalMaxPooling2D, forward and backward. */
import { valuesOf, type ImageSize } from '../../plan/geometry'
import type {
  GlobalAveragePooling2dForward,
  GlobalAveragePooling2dInputGradient,
  GlobalMaxPooling2dForward,
  GlobalMaxPooling2dInputGradient,
} from '../../plan/operations/globalPooling2d'
import type { InputGradientTarget } from '../../plan/operations/inputGradient'
import { behind, f32x4, i32, i32x4, v128, type I32, type V128 } from '../assembler/expressions'
import { VALUE, VECTOR, type Kernel, type KernelBuilder } from '../kernel'
import { withDerivative } from './copyRows'
import { eachVector } from './eachVector'
import { sumPixels } from './sumPixels'
import { blocksOf } from '../tiles'

export const globalAveragePooling2dForward: Kernel<GlobalAveragePooling2dForward> = ({ size, input, output }, k) => {
  const { height, width, channels } = size
  k.eachImage((behindFirst) => {
    sumPixels(k, {
      from: behind(k.buffer(input), behindFirst(valuesOf(size))),
      rows: height,
      width,
      channels,
      to: behind(k.buffer(output), behindFirst(channels)),
      factor: 1 / (height * width),
    })
  })
}

/** Vectors of channels that are held in registers while the pixels are gone over. */
const HELD = 3

export const globalMaxPooling2dForward: Kernel<GlobalMaxPooling2dForward> = ({ size, input, output, codes }, k) => {
  const { f } = k
  const { height, width, channels } = size
  k.eachImage((behindFirst) => {
    const [from, to] = [f.let(behindFirst(valuesOf(size))), f.let(behindFirst(channels))]
    for (const block of blocksOf(channels, HELD)) {
      f.loop(block.count, (index) => {
        const column = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
        const pixel = k.pointer(behind(behind(k.buffer(input), from), column))
        const found = Array.from({ length: block.vectors }, (_, vector) => {
          const at = { base: pixel, offset: VECTOR * vector }
          return { at, best: f.let(v128.load(at)), code: f.let(i32x4.splat(0)) }
        })
        f.loop(height * width, (place) => {
          const places = f.let(i32x4.splat(place))
          for (const { at, best, code } of found) {
            const value = f.let(v128.load(at))
            const isLarger = f.let(v128.or(f32x4.gt(value, best), f32x4.ne(value, value)))
            f.set(best, v128.select(isLarger, value, best))
            f.set(code, v128.select(isLarger, places, code))
          }
          f.increase(pixel, VALUE * channels)
        })
        const target = f.let(i32.add(to, column))
        for (const [vector, { best, code }] of found.entries()) {
          const lanes = vector === block.vectors - 1 ? block.lastLanes : 4
          f.storeLanes(behind(behind(k.buffer(output), target), VECTOR * vector), best, lanes)
          f.storeLanes(behind(behind(k.buffer(codes), target), VECTOR * vector), code, lanes)
        }
      })
    }
  })
}

interface Spread extends InputGradientTarget {
  readonly size: ImageSize
  /** What goes to four channels of a pixel. @param pooled where they lie among the output's values, in bytes. @param pixel its number. */
  gradientOf(pooled: I32, pixel: I32): V128
}

function spread(k: KernelBuilder, { size, gradientOf, gradient, kept }: Spread): void {
  const { f } = k
  const { height, width, channels } = size
  k.eachImage((behindFirst) => {
    const [to, from] = [f.let(behindFirst(valuesOf(size))), f.let(behindFirst(channels))]
    f.loop(height * width, (pixel) => {
      eachVector(k, channels, (vector, lanes) => {
        const place = f.let(i32.add(to, vector))
        const value = withDerivative(k, kept, gradientOf(f.let(i32.add(from, vector)), pixel), place)
        f.storeLanes(behind(k.buffer(gradient), place), f.let(value), lanes)
      })
      f.increase(to, VALUE * channels)
    })
  })
}

export const globalAveragePooling2dInputGradient: Kernel<GlobalAveragePooling2dInputGradient> = (spec, k) => {
  const share = f32x4.splat(1 / (spec.size.height * spec.size.width))
  spread(k, { ...spec, gradientOf: (pooled) => f32x4.mul(v128.load(behind(k.buffer(spec.source), pooled)), share) })
}

export const globalMaxPooling2dInputGradient: Kernel<GlobalMaxPooling2dInputGradient> = (spec, k) => {
  spread(k, {
    ...spec,
    gradientOf: (pooled, pixel) =>
      v128.and(
        v128.load(behind(k.buffer(spec.source), pooled)),
        i32x4.eq(v128.load(behind(k.buffer(spec.codes), pooled)), i32x4.splat(pixel)),
      ),
  })
}
