/** Adagrad's update. */
import type { OptimizerRule } from '../../../../../model/training/optimizers/optimizers'
import { float } from '../../wgsl'
import type { Update } from './update'

export const adagrad: Update<Extract<OptimizerRule, { name: 'adagrad' }>> = ({ epsilon }, moment) =>
  `let sum = ${moment('accumulator')} + gradient * gradient;
  ${moment('accumulator')} = sum;
  weights[at] -= state.learningRate * gradient / sqrt(sum + ${float(epsilon)});`
