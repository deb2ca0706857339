/** MaxPooling2D on its own: its windows overlap or are padded, or no convolution comes before. Conv2D takes in the others. */
import type { MaxPooling2dForward, MaxPooling2dInputGradient } from '../../plan/operations/maxPooling2d'
import { behind, f32x4, i32, i32x4, int, v128, type I32 } from '../assembler/expressions'
import { VALUE, type Kernel } from '../kernel'
import { eachTap, eachWindow } from './eachWindow'
import { eachVector } from './eachVector'
import { scatterWindows } from './scatterWindows'

export const maxPooling2dForward: Kernel<MaxPooling2dForward> = ({ geometry, input, output, codes }, k) => {
  const { f } = k
  const { channels, width } = geometry.input
  const columns = geometry.kernel[1]
  eachWindow(k, geometry, (window) => {
    const [row, column] = window.clip ? [window.clip.rows[0], window.clip.columns[0]] : [int(0), int(0)]
    const start = f.let(i32.mul(i32.add(i32.mul(row, width), column), VALUE * channels))
    eachVector(k, channels, (vector, lanes) => {
      const first = k.pointer(behind(behind(k.buffer(input), window.input), vector))
      const load = (at: I32) => v128.load(behind({ base: first, offset: 0 }, at))
      const best = f.let(load(start))
      const code = f.let(i32x4.splat(i32.add(i32.mul(row, columns), column)))
      eachTap(k, geometry, window, (at, tap) => {
        if (tap.constant === 0) return
        const value = f.let(load(at))
        const isLarger = f.let(v128.or(f32x4.gt(value, best), f32x4.ne(value, value)))
        f.set(best, v128.select(isLarger, value, best))
        f.set(code, v128.select(isLarger, i32x4.splat(tap), code))
      })
      const place = f.let(i32.add(window.output, vector))
      f.storeLanes(behind(k.buffer(output), place), best, lanes)
      f.storeLanes(behind(k.buffer(codes), place), code, lanes)
    })
  })
}

/** Each gradient is added to the place of its window's maximum. */
export const maxPooling2dInputGradient: Kernel<MaxPooling2dInputGradient> = (spec, k) => {
  const { f } = k
  scatterWindows(k, {
    ...spec,
    shares:
      ({ output }) =>
      (channels) => {
        const place = f.let(i32.add(output, channels))
        const gradient = f.let(v128.load(behind(k.buffer(spec.source), place)))
        const code = f.let(v128.load(behind(k.buffer(spec.codes), place)))
        return (tap) => v128.and(gradient, i32x4.eq(code, i32x4.splat(tap)))
      },
  })
}
