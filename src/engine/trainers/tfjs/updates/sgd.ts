/** SGD's update. What is kept is Keras's momentum: what was added to the weights. */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import type { Update } from './update'

export const sgd: Update<Extract<OptimizerRule, { name: 'sgd' }>> = ({ momentum: share, nesterov }, input) => {
  const { gradient, moments, learningRate } = input
  const moved = tf.mul<tf.Tensor1D>(gradient, learningRate)
  if (share === 0) return { update: moved, moments: {} }
  const momentum = tf.sub<tf.Tensor1D>(tf.mul(moments['momentum']!, share), moved)
  const update = nesterov ? tf.sub<tf.Tensor1D>(moved, tf.mul(momentum, share)) : tf.neg(momentum)
  return { update, moments: { momentum } }
}
