/** The input gradient of a pool: each window adds to the places of the input that it saw. */
import { valuesOf, type Geometry } from '../../plan/geometry'
import type { InputGradientTarget } from '../../plan/operations/inputGradient'
import { behind, f32x4, i32, v128, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type KernelBuilder } from '../kernel'
import { applyDerivative, withDerivative } from './copyRows'
import { eachTap, eachWindow, type Window } from './eachWindow'
import { eachVector } from './eachVector'

export interface Scattered extends InputGradientTarget {
  readonly geometry: Geometry
  /** What windows add to their taps: called for each window, then for four of its channels, then for each tap. */
  shares(window: Window): (channels: I32) => (tap: I32) => V128
}

export function scatterWindows(k: KernelBuilder, { geometry, shares, ...target }: Scattered): void {
  const { f } = k
  const { input, output, kernel, strides, before } = geometry
  const areApart = strides[0] >= kernel[0] && strides[1] >= kernel[1]
  const coverAll = [input.height, input.width].every(
    (length, axis) =>
      strides[axis] === kernel[axis] && [output.height, output.width][axis]! * strides[axis]! >= length + before[axis]!,
  )
  const gradient = k.buffer(target.gradient)
  if (!coverAll) f.clear(gradient, i32.mul(k.images, VALUE * valuesOf(input)))
  eachWindow(k, geometry, (window) => {
    const ofWindow = shares(window)
    eachVector(k, input.channels, (channels, lanes) => {
      const ofTap = ofWindow(channels)
      const first = f.let(i32.add(window.input, channels))
      eachTap(k, geometry, window, (at, tap) => {
        const place = f.let(i32.add(first, at))
        const to = behind(gradient, place)
        const value = areApart
          ? withDerivative(k, target.kept, ofTap(tap), place)
          : f32x4.add(v128.load(to), ofTap(tap))
        f.storeLanes(to, f.let(value), lanes)
      })
    })
  })
  if (!areApart) applyDerivative(k, target, valuesOf(input))
}
