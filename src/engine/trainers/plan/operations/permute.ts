/** The operation of Permute, and of its input gradient: the same values with their axes in another order. */
import type { Shape } from '../../../../model/layers/define'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const permuteOperations = { permute }

export interface Permute extends Partial<Pick<InputGradientTarget, 'kept'>> {
  readonly batchSize: number
  /** Of one image before it. */
  readonly shape: Shape
  /** Which of those axes, from 0, becomes each axis. */
  readonly order: readonly number[]
  readonly input: string
  readonly output: string
}

function permute(spec: Permute): Facts {
  return {
    name: 'permutation',
    reads: [COMMON.state, spec.input, ...keptBuffer(spec)],
    writes: [spec.output],
    flops: 0,
  }
}

/** The order that brings the axes back. */
export function inverseOrder(order: readonly number[]): readonly number[] {
  return order.map((_, axis) => order.indexOf(axis))
}
