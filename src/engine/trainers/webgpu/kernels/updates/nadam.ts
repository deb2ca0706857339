/** Nadam's update. */
import { NADAM_DECAY } from '../../../../../model/training/optimizers/nadam'
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'
import type { Update } from './update'

export const nadam: Update<Extract<OptimizerRule, { name: 'nadam' }>> = ({ beta1, beta2, epsilon }, moment) => {
  const [momentum, velocity] = [moment('momentum'), moment('velocity')]
  return `let m = ${momentum} + (gradient - ${momentum}) * ${float(1 - beta1)};
  let v = ${velocity} + (gradient * gradient - ${velocity}) * ${float(1 - beta2)};
  ${momentum} = m;
  ${velocity} = v;
  let now = ${float(beta1)} * (1.0 - 0.5 * state.momentumDecay);
  let next = ${float(beta1)} * (1.0 - ${float(0.5 * NADAM_DECAY)} * state.momentumDecay);
  let ahead = next * m / (1.0 - state.momentumProduct * next) + (1.0 - now) * gradient / (1.0 - state.momentumProduct);
  weights[at] -= state.learningRate * ahead / (sqrt(v / state.correction2) + ${float(epsilon)});`
}
