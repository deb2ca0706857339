/** RMSprop's update. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'
import type { Update } from './update'

export const rmsprop: Update<Extract<OptimizerRule, { name: 'rmsprop' }>> = (rule, moment) => {
  const { rho, momentum, epsilon, centered } = rule
  const velocity = moment('velocity')
  const mean = centered
    ? `
  let mean = ${float(rho)} * ${moment('average_gradient')} + ${float(1 - rho)} * gradient;
  ${moment('average_gradient')} = mean;`
    : ''
  // A variance below 0 is rounding.
  const spread = centered ? 'max(v - mean * mean, 0.0)' : 'v'
  const step = `state.learningRate * gradient / sqrt(${spread} + ${float(epsilon)})`
  const end =
    momentum === 0
      ? `weights[at] -= ${step};`
      : `let m = ${float(momentum)} * ${moment('momentum')} + ${step};
  ${moment('momentum')} = m;
  weights[at] -= m;`
  return `let v = ${float(rho)} * ${velocity} + ${float(1 - rho)} * gradient * gradient;
  ${velocity} = v;${mean}
  ${end}`
}
