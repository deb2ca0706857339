/** The optimizers as Keras 3 defines them, over all weights of the model: each worker makes the same update from the same sums. */
import { ADAM, RMSPROP } from '../../../../model/training/optimizers'
import { COMMON } from '../../plan/buffers'
import { momentsOf, type Optimize } from '../../plan/operations/step'
import { behind, f32x4, i32, v128, type Address, type I32, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, type Kernel, type KernelBuilder } from '../kernel'
import { clipperOf, partialsAt, piecesOf, wholeGradient } from './clipGradients'
import { eachVector } from './eachVector'

const { add, sub, mul, div, sqrt, splat } = f32x4

export const optimize: Kernel<Optimize> = (spec, k) => {
  const { f } = k
  const update = updateOf(spec, k)
  for (const segment of spec.segments) {
    for (const { from, length, ...piece } of piecesOf(segment, spec)) {
      const first = VALUE * (segment.offset + from)
      const clip = clipperOf(spec.clip, piece, k)
      const step = (at: I32, lanes: number): void => {
        const place = behind(behind(k.buffer(COMMON.weights), first), at)
        const weight = f.let(v128.load(place))
        const gradient = f.let(clip(wholeGradient(weight, behind(partialsAt(segment, from, k), at), piece)))
        f.storeLanes(place, f.let(update(weight, gradient, { base: at, offset: first }, lanes)), lanes)
      }
      eachVector(k, length, step)
    }
  }
}

/**
 * @param at where the weight lies among all weights, in bytes.
 * @returns the weight after the step.
 */
type Update = (weight: Local<'v128'>, gradient: Local<'v128'>, at: Address, lanes: number) => V128

function updateOf(spec: Optimize, k: KernelBuilder): Update {
  const { f } = k
  const { optimizer, momentum, total } = spec
  const rate = f.let(splat(k.stateF32('learningRate')))
  /** A moment's place: those of all weights lie one after another. */
  const moment = (index: number, { base, offset }: Address): Address => {
    const all = k.buffer(COMMON.moments)
    return { base: i32.add(all.base, base), offset: all.offset + offset + VALUE * index * total }
  }
  const keep = (at: Address, value: V128, lanes: number): Local<'v128'> => {
    const kept = f.let(value)
    f.storeLanes(at, kept, lanes)
    return kept
  }
  switch (optimizer) {
    case 'adam': {
      const scale = f.let(div(mul(rate, sqrt(splat(k.stateF32('correction2')))), splat(k.stateF32('correction1'))))
      return (weight, gradient, at, lanes) => {
        const before = [0, 1].map((index) => f.let(v128.load(moment(index, at))))
        const m = keep(moment(0, at), add(before[0]!, mul(sub(gradient, before[0]!), splat(1 - ADAM.beta1))), lanes)
        const square = mul(gradient, gradient)
        const v = keep(moment(1, at), add(before[1]!, mul(sub(square, before[1]!), splat(1 - ADAM.beta2))), lanes)
        return sub(weight, div(mul(scale, m), add(sqrt(v), splat(ADAM.epsilon))))
      }
    }
    case 'rmsprop':
      return (weight, gradient, at, lanes) => {
        const square = mul(splat(1 - RMSPROP.rho), mul(gradient, gradient))
        const v = keep(moment(0, at), add(mul(splat(RMSPROP.rho), v128.load(moment(0, at))), square), lanes)
        return sub(weight, div(mul(rate, gradient), sqrt(add(v, splat(RMSPROP.epsilon)))))
      }
    case 'sgd':
      if (momentsOf(spec) === 0) return (weight, gradient) => sub(weight, mul(rate, gradient))
      return (weight, gradient, at, lanes) => {
        const before = mul(splat(momentum), v128.load(moment(0, at)))
        return add(weight, keep(moment(0, at), sub(before, mul(rate, gradient)), lanes))
      }
  }
}
