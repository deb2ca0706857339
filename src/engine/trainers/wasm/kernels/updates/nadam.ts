/** Nadam's update. */
import { NADAM_DECAY } from '../../../../../model/training/optimizers/nadam'
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { f32, f32x4 } from '../../assembler/expressions'
import type { Update } from './update'

const { add, sub, mul, div, sqrt, splat } = f32x4

export const nadam: Update<Extract<OptimizerRule, { name: 'nadam' }>> = ({ beta1, beta2, epsilon }, k, rate) => {
  const { f } = k
  const [decay, product] = [f.let(k.stateF32('momentumDecay')), f.let(k.stateF32('momentumProduct'))]
  const now = f32.mul(beta1, f32.sub(1, f32.mul(0.5, decay)))
  const next = f.let(f32.mul(beta1, f32.sub(1, f32.mul(0.5 * NADAM_DECAY, decay))))
  const ofMean = f.let(splat(f32.div(next, f32.sub(1, f32.mul(product, next)))))
  const ofGradient = f.let(splat(f32.div(f32.sub(1, now), f32.sub(1, product))))
  const correction = f.let(splat(k.stateF32('correction2')))
  return (gradient, memory) => {
    const [momentum, velocity] = [memory.load('momentum'), memory.load('velocity')]
    const m = memory.keep('momentum', add(momentum, mul(sub(gradient, momentum), splat(1 - beta1))))
    const square = mul(gradient, gradient)
    const v = memory.keep('velocity', add(velocity, mul(sub(square, velocity), splat(1 - beta2))))
    const ahead = add(mul(ofMean, m), mul(ofGradient, gradient))
    return div(mul(rate, ahead), add(sqrt(div(v, correction)), splat(epsilon)))
  }
}
