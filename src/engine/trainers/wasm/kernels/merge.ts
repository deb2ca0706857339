/** Add, Subtract, Multiply, Average and Maximum, place by place, and the gradients of their inputs. */
import { isSameShape, sizeOf } from '../../../../model/layers/define'
import { keepsSum } from '../../plan/activations'
import type { MergeForward, MergeInputGradient, MergeMethod } from '../../plan/operations/merge'
import { activate, timesDerivative } from '../activations'
import { f32x4, i32x4, v128, type Address, type V128 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import type { Kernel } from '../kernel'
import { eachPlaceOfImages, joinAxes, readPlace, sumPlaces, type Place } from './axes'
import { placeIn } from './rows'

const { add, sub, mul, splat } = f32x4

const JOIN: Readonly<Record<Exclude<MergeMethod, 'maximum'>, (one: V128, other: V128) => V128>> = {
  add,
  average: add,
  subtract: sub,
  multiply: mul,
}

export const mergeForward: Kernel<MergeForward> = (spec, k) => {
  const { f } = k
  const { method, shape, inputs, activation, codes } = spec
  eachPlaceOfImages(k, shape, [shape, ...inputs.map((input) => input.shape)], ([own, ...others], lanes) => {
    const { at } = own!
    const load = (index: number): V128 => readPlace(k.buffer(inputs[index]!.buffer), others[index]!)
    const value = f.let(load(0))
    const code = f.let(i32x4.splat(0))
    for (let index = 1; index < inputs.length; index++) {
      if (method === 'maximum') {
        const x = f.let(load(index))
        // A value that is no number is the largest, so that the run loop hears of it.
        const isLarger = f.let(v128.or(f32x4.gt(x, value), f32x4.ne(x, x)))
        f.set(value, v128.select(isLarger, x, value))
        if (codes !== undefined) f.set(code, v128.select(isLarger, i32x4.splat(index), code))
      } else f.set(value, JOIN[method](value, load(index)))
    }
    if (method === 'average') f.set(value, mul(value, splat(1 / inputs.length)))
    if (codes !== undefined) f.storeLanes(placeIn(k, codes, at), code, lanes)
    if (keepsSum(activation)) f.storeLanes(placeIn(k, spec.sums, at), value, lanes)
    f.storeLanes(placeIn(k, spec.output, at), f.let(activate(f, activation, value)), lanes)
  })
}

export const mergeInputGradient: Kernel<MergeInputGradient> = (spec, k) => {
  const { f } = k
  const { shape, input, source, scale, factor, chosen, gradient, kept } = spec
  /** The part of the gradient that four places of the output give. */
  const term = (output: Place, others: Place | undefined): V128 => {
    const dy = readPlace(k.buffer(source), output)
    const multiplied = factor && others ? mul(dy, readPlace(k.buffer(factor.buffer), others)) : dy
    const scaled = scale === 1 ? multiplied : mul(multiplied, splat(scale))
    if (!chosen) return scaled
    return v128.and(scaled, i32x4.eq(readPlace(k.buffer(chosen.codes), output), i32x4.splat(chosen.code)))
  }
  const finish = (sum: Local<'v128'>, at: Address, lanes: number): void => {
    const value = kept ? timesDerivative(f, kept.activation, sum, v128.load(placeIn(k, kept.buffer, at))) : sum
    f.storeLanes(placeIn(k, gradient, at), f.let(value), lanes)
  }
  const shapes = [input, shape, ...(factor ? [factor.shape] : [])]
  if (isSameShape(input, shape)) {
    eachPlaceOfImages(k, shape, shapes, ([own, output, other], lanes) => {
      finish(f.let(term(output!, other)), own!.at, lanes)
    })
    return
  }
  const axes = joinAxes(shape, shapes)
  k.eachImage((behindFirst) => {
    sumPlaces(k, {
      axes,
      starts: shapes.map((own) => f.let(behindFirst(sizeOf(own)))),
      term: ([, output, other]) => term(output!, other),
      finish,
    })
  })
}
