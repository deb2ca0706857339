/** Adagrad's update. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { f32x4 } from '../../assembler/expressions'
import type { Update } from './update'

const { add, mul, div, sqrt, splat } = f32x4

export const adagrad: Update<Extract<OptimizerRule, { name: 'adagrad' }>> =
  ({ epsilon }, _k, rate) =>
  (gradient, memory) => {
    const sum = memory.keep('accumulator', add(memory.load('accumulator'), mul(gradient, gradient)))
    return div(mul(rate, gradient), sqrt(add(sum, splat(epsilon))))
  }
