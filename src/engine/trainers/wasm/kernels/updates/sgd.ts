/** SGD's update. What is kept is Keras's momentum: what was added to the weights. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { f32x4 } from '../../assembler/expressions'
import type { Update } from './update'

const { sub, mul, neg, splat } = f32x4

export const sgd: Update<Extract<OptimizerRule, { name: 'sgd' }>> = ({ momentum, nesterov }, k, rate) => {
  if (momentum === 0) return (gradient) => mul(rate, gradient)
  return (gradient, memory) => {
    const moved = k.f.let(mul(rate, gradient))
    const velocity = memory.keep('momentum', sub(mul(splat(momentum), memory.load('momentum')), moved))
    return nesterov ? sub(moved, mul(splat(momentum), velocity)) : neg(velocity)
  }
}
