/** Adagrad's update. */
import * as tf from '@tensorflow/tfjs-core'
import type { OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import type { Update } from './update'

export const adagrad: Update<Extract<OptimizerRule, { name: 'adagrad' }>> = ({ epsilon }, input) => {
  const { gradient, moments, learningRate } = input
  const accumulator = tf.add<tf.Tensor1D>(moments['accumulator']!, tf.square(gradient))
  const update = tf.div<tf.Tensor1D>(tf.mul(gradient, learningRate), tf.sqrt(tf.add(accumulator, epsilon)))
  return { update, moments: { accumulator } }
}
