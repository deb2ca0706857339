/** Softmax along the last axis, or its logarithm, where it is within the stack. */
import type { SoftmaxForward, SoftmaxInputGradient } from '../../plan/operations/softmax'
import { timesDerivative } from '../activations'
import { behind, f32, f32x4, i32, v128, type Address, type F32, type I32, type V128 } from '../assembler/expressions'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { exp, log } from '../math'
import { eachVector } from './eachVector'

/** The sum of four values, of which the first `lanes` count. */
function sumOf(value: V128, lanes: number): F32 {
  return [0, 1, 2, 3]
    .slice(0, lanes)
    .map((lane) => f32.lane(value, lane))
    .reduce((sum, each) => f32.add(sum, each))
}

function eachRow(k: KernelBuilder, rows: number, length: number, body: (row: I32) => void): void {
  k.f.loop(i32.mul(k.images, rows), (row) => body(k.f.let(i32.mul(row, VALUE * length))))
}

export const softmaxForward: Kernel<SoftmaxForward> = ({ activation, rows, length, input, output }, k) => {
  const { f } = k
  eachRow(k, rows, length, (row) => {
    const from = behind(k.buffer(input), row)
    const to = behind(k.buffer(output), row)
    const largest = f.let(f32.load(from))
    f.loop(length, (index) => f.set(largest, f32.max(largest, f32.load(behind(from, i32.mul(index, VALUE))))), {
      from: 1,
    })
    const total = f.local('f32')
    f.set(total, f32.mul(largest, 0))
    eachVector(k, length, (at, lanes) => {
      const share = f.let(exp(f, f32x4.sub(v128.load(behind(from, at)), f32x4.splat(largest))))
      if (activation === 'softmax') f.storeLanes(behind(to, at), share, lanes)
      f.set(total, f32.add(total, sumOf(share, lanes)))
    })
    const level = f.let(
      activation === 'softmax'
        ? f32x4.div(f32x4.splat(1), f32x4.splat(total))
        : f32x4.add(f32x4.splat(largest), log(f, f32x4.splat(total))),
    )
    eachVector(k, length, (at, lanes) => {
      const value =
        activation === 'softmax'
          ? f32x4.mul(v128.load(behind(to, at)), level)
          : f32x4.sub(v128.load(behind(from, at)), level)
      f.storeLanes(behind(to, at), f.let(value), lanes)
    })
  })
}

export const softmaxInputGradient: Kernel<SoftmaxInputGradient> = (spec, k) => {
  const { activation, rows, length, source, output, gradient, kept } = spec
  const { f } = k
  eachRow(k, rows, length, (row) => {
    const place = (buffer: string): Address => behind(k.buffer(buffer), row)
    const total = f.local('f32')
    f.set(total, f32.mul(f32.load(place(output)), 0))
    eachVector(k, length, (at, lanes) => {
      const upstream = v128.load(behind(place(source), at))
      const term = activation === 'softmax' ? f32x4.mul(upstream, v128.load(behind(place(output), at))) : upstream
      f.set(total, f32.add(total, sumOf(f.let(term), lanes)))
    })
    const sum = f.let(f32x4.splat(total))
    eachVector(k, length, (at, lanes) => {
      const upstream = v128.load(behind(place(source), at))
      const own = f.let(v128.load(behind(place(output), at)))
      const value =
        activation === 'softmax'
          ? f32x4.mul(own, f32x4.sub(upstream, sum))
          : f32x4.sub(upstream, f32x4.mul(exp(f, own), sum))
      const result = kept
        ? timesDerivative(f, kept.activation, value, v128.load(behind(place(kept.buffer), at)))
        : value
      f.storeLanes(behind(place(gradient), at), f.let(result), lanes)
    })
  })
}
