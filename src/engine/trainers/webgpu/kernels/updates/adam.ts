/** Adam's update, and AdamW's. */
import type { AdamValues } from '../../../../../model/training/optimizers/adam'
import { float } from '../../wgsl'
import type { Update } from './update'

export const adam: Update<AdamValues> = ({ beta1, beta2, epsilon, amsgrad }, moment) => {
  const [momentum, velocity] = [moment('momentum'), moment('velocity')]
  const largest = amsgrad
    ? `
  let hat = max(${moment('velocity_hat')}, v);
  ${moment('velocity_hat')} = hat;`
    : ''
  return `let m = ${momentum} + (gradient - ${momentum}) * ${float(1 - beta1)};
  let v = ${velocity} + (gradient * gradient - ${velocity}) * ${float(1 - beta2)};
  ${momentum} = m;
  ${velocity} = v;${largest}
  weights[at] -= state.learningRate * sqrt(state.correction2) / state.correction1 * m / (sqrt(${amsgrad ? 'hat' : 'v'}) + ${float(epsilon)});`
}
