/** SGD's update. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'
import type { Update } from './update'

export const sgd: Update<Extract<OptimizerRule, { name: 'sgd' }>> = ({ momentum, nesterov }, moment) => {
  if (momentum === 0) return 'weights[at] -= state.learningRate * gradient;'
  const kept = moment('momentum')
  return `let velocity = ${float(momentum)} * ${kept} - state.learningRate * gradient;
  ${kept} = velocity;
  weights[at] += ${nesterov ? `${float(momentum)} * velocity - state.learningRate * gradient` : 'velocity'};`
}
