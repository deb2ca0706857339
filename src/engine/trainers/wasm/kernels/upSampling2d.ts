/**
 * UpSampling2D, forward and backward. Places are whole numbers, in halves of a new pixel from the first old centre on, so that large images
 * lose nothing to rounding.
 */
import { valuesOf } from '../../plan/geometry'
import {
  upSampledSize,
  type UpSampling2dForward,
  type UpSampling2dInputGradient,
} from '../../plan/operations/upSampling2d'
import { behind, f32, f32x4, i32, v128, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { applyDerivative, copyRows, withDerivative } from './copyRows'
import { eachVector } from './eachVector'

export const upSampling2dForward: Kernel<UpSampling2dForward> = (spec, k) => {
  if (spec.interpolation === 'nearest') repeat(k, spec)
  else interpolate(k, spec)
}

export const upSampling2dInputGradient: Kernel<UpSampling2dInputGradient> = (spec, k) => {
  if (spec.interpolation === 'nearest') gather(k, spec)
  else scatter(k, spec)
}

function repeat(k: KernelBuilder, { size, factors, input, output }: UpSampling2dForward): void {
  const { f } = k
  const [down, across] = factors
  const pixel = VALUE * size.channels
  const pitch = size.width * across * pixel
  k.eachImage((behindFirst) => {
    const [from, to] = [f.let(behindFirst(valuesOf(size))), f.let(behindFirst(valuesOf(upSampledSize(size, factors))))]
    f.loop(size.height, () => {
      const target = f.let(to)
      f.loop(size.width, () => {
        eachVector(k, size.channels, (vector, lanes) => {
          const value = f.let(v128.load(behind(behind(k.buffer(input), from), vector)))
          const place = k.pointer(behind(behind(k.buffer(output), target), vector))
          f.loop(across, () => {
            f.storeLanes({ base: place, offset: 0 }, value, lanes)
            f.increase(place, pixel)
          })
        })
        f.increase(from, pixel)
        f.increase(target, across * pixel)
      })
      copyRows(k, {
        rows: down - 1,
        length: pitch / VALUE,
        from: { at: behind(k.buffer(output), to), step: 0 },
        to: { buffer: output, at: i32.add(to, pitch), step: pitch },
      })
      f.increase(to, down * pitch)
    })
  })
}

/** Each pixel gathers from those that it became. */
function gather(k: KernelBuilder, spec: UpSampling2dInputGradient): void {
  const { f } = k
  const { size, factors, source, gradient, kept } = spec
  const [down, across] = factors
  const pixel = VALUE * size.channels
  const pitch = size.width * across * pixel
  k.eachImage((behindFirst) => {
    const [to, from] = [f.let(behindFirst(valuesOf(size))), f.let(behindFirst(valuesOf(upSampledSize(size, factors))))]
    f.loop(size.height, () => {
      f.loop(size.width, () => {
        eachVector(k, size.channels, (vector, lanes) => {
          const sum = f.let(f32x4.splat(0))
          const place = k.pointer(behind(behind(k.buffer(source), from), vector))
          f.loop(down, () => {
            f.loop(across, () => {
              f.set(sum, f32x4.add(sum, v128.load({ base: place, offset: 0 })))
              f.increase(place, pixel)
            })
            f.increase(place, pitch - across * pixel)
          })
          const at = f.let(i32.add(to, vector))
          f.storeLanes(behind(k.buffer(gradient), at), f.let(withDerivative(k, kept, sum, at)), lanes)
        })
        f.increase(to, pixel)
        f.increase(from, across * pixel)
      })
      f.increase(from, (down - 1) * pitch)
    })
  })
}

/** Between which old rows or columns a new one lies, and how near it is to the second. */
interface Between {
  readonly first: I32
  readonly second: I32
  readonly share: V128
}

/** @param index of the new row or column. @param factor how many an old one becomes. @param length how many old ones there are. */
function betweenWhich(k: KernelBuilder, index: I32, factor: number, length: number): Between {
  const { f } = k
  const [centre, end] = [f.let(i32.add(i32.mul(index, 2), 1 - factor)), 2 * factor * (length - 1)]
  f.set(centre, i32.select(i32.gtS(centre, 0), centre, 0))
  f.set(centre, i32.select(i32.ltS(centre, end), centre, end))
  const first = f.let(i32.divU(centre, 2 * factor))
  return {
    first,
    second: f.let(i32.add(first, i32.ltS(first, length - 1))),
    share: f.let(f32x4.splat(f32.mul(f32.fromS(i32.remU(centre, 2 * factor)), 1 / (2 * factor)))),
  }
}

/** Goes over the new pixels. `at` is where one is, and the corners where the four old pixels around it are, in bytes from the first image's first value. */
function eachNewPixel(
  k: KernelBuilder,
  { size, factors }: Pick<UpSampling2dForward, 'size' | 'factors'>,
  body: (
    at: I32,
    corners: readonly [I32, I32, I32, I32],
    shares: { readonly down: V128; readonly across: V128 },
  ) => void,
): void {
  const { f } = k
  const pixel = VALUE * size.channels
  const { height, width } = upSampledSize(size, factors)
  k.eachImage((behindFirst) => {
    const image = f.let(behindFirst(valuesOf(size)))
    const at = f.let(behindFirst(height * width * size.channels))
    f.loop(height, (y) => {
      const down = betweenWhich(k, y, factors[0], size.height)
      const rowOf = (row: I32): I32 => f.let(i32.add(image, i32.mul(row, size.width * pixel)))
      const [above, below] = [rowOf(down.first), rowOf(down.second)]
      f.loop(width, (x) => {
        const across = betweenWhich(k, x, factors[1], size.width)
        const cornerOf = (row: I32, column: I32): I32 => f.let(i32.add(row, i32.mul(column, pixel)))
        const corners = [
          cornerOf(above, across.first),
          cornerOf(above, across.second),
          cornerOf(below, across.first),
          cornerOf(below, across.second),
        ] as const
        body(at, corners, { down: down.share, across: across.share })
        f.increase(at, pixel)
      })
    })
  })
}

function interpolate(k: KernelBuilder, spec: UpSampling2dForward): void {
  const { f } = k
  eachNewPixel(k, spec, (at, corners, { down, across }) => {
    eachVector(k, spec.size.channels, (vector, lanes) => {
      const [a, b, c, d] = corners.map((corner) => v128.load(behind(behind(k.buffer(spec.input), corner), vector)))
      const mix = (first: V128, second: V128, share: V128): V128 =>
        f32x4.add(f32x4.mul(first, f32x4.sub(f32x4.splat(1), share)), f32x4.mul(second, share))
      const value = f.let(mix(mix(a!, b!, across), mix(c!, d!, across), down))
      f.storeLanes(behind(behind(k.buffer(spec.output), at), vector), value, lanes)
    })
  })
}

/** Each new pixel gives its gradient back to those that had a share in it. */
function scatter(k: KernelBuilder, spec: UpSampling2dInputGradient): void {
  const { f } = k
  const { size, source, gradient } = spec
  f.clear(k.buffer(gradient), i32.mul(k.images, VALUE * valuesOf(size)))
  eachNewPixel(k, spec, (at, corners, { down, across }) => {
    const rest = (share: V128): V128 => f32x4.sub(f32x4.splat(1), share)
    const shares = [
      f32x4.mul(rest(down), rest(across)),
      f32x4.mul(rest(down), across),
      f32x4.mul(down, rest(across)),
      f32x4.mul(down, across),
    ].map((share) => f.let(share))
    eachVector(k, size.channels, (vector, lanes) => {
      const value = f.let(v128.load(behind(behind(k.buffer(source), at), vector)))
      for (const [index, corner] of corners.entries()) {
        const place = behind(behind(k.buffer(gradient), corner), vector)
        f.storeLanes(place, f.let(f32x4.add(v128.load(place), f32x4.mul(value, shares[index]!))), lanes)
      }
    })
  })
  applyDerivative(k, spec, valuesOf(size))
}
