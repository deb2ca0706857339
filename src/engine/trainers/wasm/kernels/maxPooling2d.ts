/** MaxPooling2D on its own: its windows overlap or are padded, or no convolution comes before. Conv2D takes in the others. */
import { valuesOf } from '../../plan/geometry'
import type { MaxPooling2dForward, MaxPooling2dInputGradient } from '../../plan/operations/maxPooling2d'
import { timesDerivative } from '../activations'
import { behind, f32, f32x4, i32, i32x4, int, v128, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type Kernel } from '../kernel'

export const maxPooling2dForward: Kernel<MaxPooling2dForward> = ({ geometry, ...buffers }, k) => {
  const { f } = k
  const { input, output, strides, before } = geometry
  const [rows, columns] = geometry.kernel
  const { channels } = input
  k.eachImage((behindFirst) => {
    const image = behind(k.buffer(buffers.input), behindFirst(valuesOf(input)))
    const result = f.let(behindFirst(valuesOf(output)))
    f.loop(output.height, (y) => {
      const top = f.let(i32.sub(i32.mul(y, strides[0]), before[0]))
      f.loop(output.width, (x) => {
        const left = f.let(i32.sub(i32.mul(x, strides[1]), before[1]))
        const at = f.let(i32.add(result, i32.mul(i32.add(i32.mul(y, output.width), x), VALUE * channels)))
        const store = (vector: I32, lanes: number): void => {
          const best = f.local('v128')
          const code = f.let(i32x4.splat(-1))
          for (let row = 0; row < rows; row++) {
            for (let column = 0; column < columns; column++) {
              const [down, across] = [f.let(i32.add(top, row)), f.let(i32.add(left, column))]
              const isInside = i32.and(i32.ltU(down, input.height), i32.ltU(across, input.width))
              f.when(isInside, () => {
                const place = i32.mul(i32.add(i32.mul(down, input.width), across), VALUE * channels)
                const value = f.let(v128.load(behind(behind(image, place), vector)))
                const isLarger = f.let(
                  v128.or(i32x4.eq(code, i32x4.splat(-1)), v128.or(f32x4.gt(value, best), f32x4.ne(value, value))),
                )
                f.set(best, v128.select(isLarger, value, best))
                f.set(code, v128.select(isLarger, i32x4.splat(row * columns + column), code))
              })
            }
          }
          f.storeLanes(behind(behind(k.buffer(buffers.output), at), vector), best, lanes)
          f.storeLanes(behind(behind(k.buffer(buffers.codes), at), vector), code, lanes)
        }
        const whole = VECTOR * Math.floor(channels / 4)
        f.loop(whole, (vector) => store(vector, 4), { by: VECTOR })
        if (channels % 4 > 0) store(int(whole), channels % 4)
      })
    })
  })
}

/** Each gradient is added to the place of its window's maximum. */
export const maxPooling2dInputGradient: Kernel<MaxPooling2dInputGradient> = (spec, k) => {
  const { f } = k
  const { geometry, source, codes, gradient, kept } = spec
  const { input, output, strides, before } = geometry
  const { channels } = input
  const columns = geometry.kernel[1]
  f.clear(k.buffer(gradient), i32.mul(k.images, VALUE * valuesOf(input)))
  k.eachImage((behindFirst) => {
    const image = k.pointer(behind(k.buffer(gradient), behindFirst(valuesOf(input))))
    const from = f.let(behindFirst(valuesOf(output)))
    f.loop(output.height, (y) => {
      f.loop(output.width, (x) => {
        f.loop(channels, (channel) => {
          const code = f.let(i32.load(behind(k.buffer(codes), from)))
          const row = i32.add(i32.mul(y, strides[0]), i32.sub(i32.divU(code, columns), before[0]))
          const column = i32.add(i32.mul(x, strides[1]), i32.sub(i32.remU(code, columns), before[1]))
          const pixel = i32.add(i32.mul(row, input.width), column)
          const place = f.let(i32.add(image, i32.mul(i32.add(i32.mul(pixel, channels), channel), VALUE)))
          const value = f32.add(f32.load({ base: place, offset: 0 }), f32.load(behind(k.buffer(source), from)))
          f.storeF32({ base: place, offset: 0 }, value)
          f.increase(from, VALUE)
        })
      })
    })
  })
  if (!kept) return
  k.eachFour(i32.mul(k.images, valuesOf(input)), (at) => {
    const place = behind(k.buffer(gradient), at)
    f.storeV128(
      place,
      timesDerivative(f, kept.activation, v128.load(place), v128.load(behind(k.buffer(kept.buffer), at))),
    )
  })
}
