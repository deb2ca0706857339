/** RMSprop's update. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { f32x4, type V128 } from '../../assembler/expressions'
import type { Update } from './update'

const { add, sub, mul, div, sqrt, splat, max } = f32x4

export const rmsprop: Update<Extract<OptimizerRule, { name: 'rmsprop' }>> = (rule, _k, rate) => {
  const { rho, momentum, epsilon, centered } = rule
  const mix = (before: V128, fresh: V128): V128 => add(mul(splat(rho), before), mul(splat(1 - rho), fresh))
  return (gradient, memory) => {
    const v = memory.keep('velocity', mix(memory.load('velocity'), mul(gradient, gradient)))
    const variance = (): V128 => {
      const mean = memory.keep('average_gradient', mix(memory.load('average_gradient'), gradient))
      // A variance below 0 is rounding.
      return max(sub(v, mul(mean, mean)), splat(0))
    }
    const step = div(mul(rate, gradient), sqrt(add(centered ? variance() : v, splat(epsilon))))
    if (momentum === 0) return step
    return memory.keep('momentum', add(mul(splat(momentum), memory.load('momentum')), step))
  }
}
