/**
 * DepthwiseConv2D, forward and the input's gradient. A channel with several filters is laid out as often as it has filters, so that each
 * filter has a channel of its own.
 */
import { keepsSum } from '../../plan/activations'
import { valuesOf } from '../../plan/geometry'
import {
  multiplierOf,
  type DepthwiseConv2dForward,
  type DepthwiseConv2dInputGradient,
} from '../../plan/operations/depthwiseConv2d'
import { activate } from '../activations'
import { behind, f32, i32, int, num, type I32, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { eachPhase } from './convolveBack'
import { applyDerivative, withDerivative } from './copyRows'
import { backwards } from './phases'
import { slideAlong } from './slide'
import { layOut, layOutFrame } from './window'

export const depthwiseConv2dForward: Kernel<DepthwiseConv2dForward> = (spec, k) => {
  const { f } = k
  const { geometry, activation, kernelOffset, biasOffset } = spec
  const { input, output, kernel, strides, dilation } = geometry
  const { channels } = output
  const layout = layOut(k, geometry, multiplierOf(geometry))
  const sliding = {
    channels,
    kernel,
    dilation,
    stride: strides[1],
    weights: k.weights(kernelOffset),
    taps: { first: 0, down: kernel[1], across: 1 },
    ...(biasOffset !== undefined && { bias: k.weights(biasOffset) }),
  }
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(spec.input), behindFirst(valuesOf(input))))
    const to = f.let(behindFirst(valuesOf(output)))
    f.loop(output.height, (y) => {
      const row = { ...image, at: behind(image.at, i32.mul(y, strides[0] * image.pitch)) }
      slideAlong(k, sliding, row, output.width, ({ value, place, behind: more, lanes, ...slid }) => {
        const pixel = i32.add(i32.mul(place, VALUE * channels), VALUE * channels * more)
        const at = f.let(i32.add(to, i32.add(pixel, slid.channels)))
        if (keepsSum(activation)) f.storeLanes(behind(k.buffer(spec.sums), at), value, lanes)
        f.storeLanes(behind(k.buffer(spec.output), at), f.let(activate(f, activation, value)), lanes)
      })
      f.increase(to, VALUE * output.width * channels)
    })
  })
}

export const depthwiseConv2dInputGradient: Kernel<DepthwiseConv2dInputGradient> = (spec, k) => {
  const { f } = k
  const { geometry, source, kernelOffset, gradient, kept } = spec
  const { input, output, kernel, strides } = geometry
  const { channels } = output
  const multiplier = multiplierOf(geometry)
  const pixel = VALUE * channels
  const { down, across, frame } = backwards(geometry)
  const layout = layOutFrame(k, output, frame)
  // One filter's gradient is the channel's; those of several are added up behind.
  const ofFilters = multiplier > 1 ? k.scratch(multiplier * valuesOf(input)) : undefined
  const put = (value: V128, at: I32, lanes: number): void => {
    if (ofFilters) return f.storeLanes(behind(ofFilters, at), f.let(value), lanes)
    f.storeLanes(behind(k.buffer(gradient), at), f.let(withDerivative(k, kept, value, at)), lanes)
  }
  k.eachImage((behindFirst) => {
    const image = layout.lay(behind(k.buffer(source), behindFirst(valuesOf(output))))
    const first = ofFilters ? int(0) : f.let(behindFirst(valuesOf(input)))
    eachPhase(k, { down, across }, kernel[1], ({ rows, columnsOf, y, x, tap }) => {
      const [top, left] = [rows.source - frame.top, columnsOf.source - frame.left]
      const start = behind(image.at, top * image.pitch + left * pixel)
      const steps = { down: rows.tapStep * kernel[1], across: columnsOf.tapStep }
      const sliding = {
        channels,
        kernel: [rows.taps, columnsOf.taps],
        dilation: [rows.dilation, columnsOf.dilation],
        stride: 1,
        weights: behind(k.weights(kernelOffset), i32.mul(tap, pixel)),
        taps: {
          first: (rows.taps - 1) * steps.down + (columnsOf.taps - 1) * steps.across,
          down: -steps.down,
          across: -steps.across,
        },
      } as const
      f.loop(rows.places, (row) => {
        const inRow = i32.add(i32.mul(i32.add(y, i32.mul(row, strides[0])), input.width), x)
        const to = f.let(i32.add(first, i32.mul(inRow, pixel)))
        const line = { ...image, at: behind(start, i32.mul(row, image.pitch)) }
        slideAlong(k, sliding, line, columnsOf.places, ({ value, place, behind: more, lanes, ...slid }) => {
          const across = i32.add(i32.mul(place, strides[1] * pixel), strides[1] * pixel * more)
          put(value, f.let(i32.add(to, i32.add(across, slid.channels))), lanes)
        })
      })
    })
    if (ofFilters) {
      const [from, to] = [k.pointer(ofFilters), k.pointer(behind(k.buffer(gradient), behindFirst(valuesOf(input))))]
      sumGroups(k, from, to, valuesOf(input), multiplier)
    }
  })
  if (ofFilters) applyDerivative(k, spec, valuesOf(input))
}

/** Adds up values that lie side by side, group by group. Moves both pointers behind the last. */
function sumGroups(k: KernelBuilder, from: Local<'i32'>, to: Local<'i32'>, groups: number, length: number): void {
  const { f } = k
  const sum = f.local('f32')
  f.loop(groups, () => {
    f.set(sum, num(0))
    f.loop(length, () => {
      f.set(sum, f32.add(sum, f32.load({ base: from, offset: 0 })))
      f.increase(from, VALUE)
    })
    f.storeF32({ base: to, offset: 0 }, sum)
    f.increase(to, VALUE)
  })
}
