/** RMSprop's update. */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import { decay } from './decay'
import type { Update } from './update'

export const rmsprop: Update<Extract<OptimizerRule, { name: 'rmsprop' }>> = (rule, input) => {
  const { rho, momentum: share, epsilon, centered } = rule
  const { gradient, moments, learningRate } = input
  const velocity = decay(moments['velocity'], tf.square(gradient), rho)
  const mean = centered && decay(moments['average_gradient'], gradient, rho)
  // A variance below 0 is rounding.
  const spread = mean ? tf.relu(tf.sub<tf.Tensor1D>(velocity, tf.square(mean))) : velocity
  const step = tf.mul<tf.Tensor1D>(tf.div(gradient, tf.sqrt(tf.add(spread, epsilon))), learningRate)
  const momentum = share > 0 && tf.add<tf.Tensor1D>(tf.mul(moments['momentum']!, share), step)
  return {
    update: momentum || step,
    moments: { velocity, ...(momentum && { momentum }), ...(mean && { average_gradient: mean }) },
  }
}
