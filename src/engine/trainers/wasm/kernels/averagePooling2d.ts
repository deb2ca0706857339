/** AveragePooling2D, forward and backward. */
import type { AveragePooling2dForward, AveragePooling2dInputGradient } from '../../plan/operations/averagePooling2d'
import { behind, f32x4, i32, v128 } from '../assembler/expressions'
import type { Kernel } from '../kernel'
import { eachTap, eachWindow, shareOf } from './eachWindow'
import { eachVector } from './eachVector'
import { scatterWindows } from './scatterWindows'

export const averagePooling2dForward: Kernel<AveragePooling2dForward> = ({ geometry, input, output }, k) => {
  const { f } = k
  eachWindow(k, geometry, (window) => {
    const share = shareOf(k, geometry, window)
    eachVector(k, geometry.input.channels, (vector, lanes) => {
      const first = k.pointer(behind(behind(k.buffer(input), window.input), vector))
      const sum = f.let(f32x4.splat(0))
      eachTap(k, geometry, window, (at) => {
        f.set(sum, f32x4.add(sum, v128.load(behind({ base: first, offset: 0 }, at))))
      })
      const place = i32.add(window.output, vector)
      f.storeLanes(behind(k.buffer(output), place), f.let(f32x4.mul(sum, share)), lanes)
    })
  })
}

export const averagePooling2dInputGradient: Kernel<AveragePooling2dInputGradient> = (spec, k) => {
  const { f } = k
  scatterWindows(k, {
    ...spec,
    shares(window) {
      const share = shareOf(k, spec.geometry, window)
      return (channels) => {
        const source = v128.load(behind(k.buffer(spec.source), i32.add(window.output, channels)))
        const gradient = f.let(f32x4.mul(source, share))
        return () => gradient
      }
    },
  })
}
