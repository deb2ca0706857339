/** Adam's update, and AdamW's. */
import type { AdamValues } from '../../../../../model/training/optimizers/adam'
import { f32x4 } from '../../assembler/expressions'
import type { Update } from './update'

const { add, sub, mul, div, sqrt, splat, max } = f32x4

export const adam: Update<AdamValues> = ({ beta1, beta2, epsilon, amsgrad }, k, rate) => {
  const { f } = k
  const scale = f.let(div(mul(rate, sqrt(splat(k.stateF32('correction2')))), splat(k.stateF32('correction1'))))
  return (gradient, memory) => {
    const [momentum, velocity] = [memory.load('momentum'), memory.load('velocity')]
    const m = memory.keep('momentum', add(momentum, mul(sub(gradient, momentum), splat(1 - beta1))))
    const square = mul(gradient, gradient)
    const v = memory.keep('velocity', add(velocity, mul(sub(square, velocity), splat(1 - beta2))))
    const size = amsgrad ? memory.keep('velocity_hat', max(memory.load('velocity_hat'), v)) : v
    return div(mul(scale, m), add(sqrt(size), splat(epsilon)))
  }
}
