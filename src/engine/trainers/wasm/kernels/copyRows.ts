/** Rows of values copied from one place to another. */
import type { InputGradientTarget } from '../../plan/operations/inputGradient'
import { timesDerivative } from '../activations'
import { behind, i32, v128, type Address, type I32, type V128 } from '../assembler/expressions'
import type { KernelBuilder } from '../kernel'
import { eachVector } from './eachVector'

export type Kept = InputGradientTarget['kept']

/** Gradients times the derivative of the activation before. @param at where they lie among the input's values, in bytes. */
export function withDerivative(k: KernelBuilder, kept: Kept, gradient: V128, at: I32): V128 {
  if (!kept) return gradient
  return timesDerivative(k.f, kept.activation, gradient, v128.load(behind(k.buffer(kept.buffer), at)))
}

/** Multiplies gradients where they lie by the derivative of the activation before. @param values of one image. */
export function applyDerivative(k: KernelBuilder, { gradient, kept }: InputGradientTarget, values: number): void {
  if (!kept) return
  k.eachFour(i32.mul(k.images, values), (at) => {
    const place = behind(k.buffer(gradient), at)
    k.f.storeV128(place, withDerivative(k, kept, v128.load(place), at))
  })
}

interface Rows {
  readonly rows: I32 | number
  /** Values of each. */
  readonly length: number
  /** Where the first begins, and bytes from each to the next. */
  readonly from: { readonly at: Address; readonly step: number }
  /** The same of where they go: `at` in bytes from the buffer's first value. */
  readonly to: { readonly buffer: string; readonly at: I32; readonly step: number }
  readonly kept?: Kept
}

/** Copies rows, each times the derivative where there is one. Nothing beyond them is written. */
export function copyRows(k: KernelBuilder, { rows, length, from, to, kept }: Rows): void {
  const { f } = k
  const source = k.pointer(from.at)
  const target = f.let(to.at)
  f.loop(rows, () => {
    eachVector(k, length, (at, lanes) => {
      const place = f.let(i32.add(target, at))
      const value = f.let(withDerivative(k, kept, v128.load({ base: i32.add(source, at), offset: 0 }), place))
      f.storeLanes(behind(k.buffer(to.buffer), place), value, lanes)
    })
    f.increase(source, from.step)
    f.increase(target, to.step)
  })
}
