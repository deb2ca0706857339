/**
 * BatchNormalization as Keras 3 has it. TensorFlow.js's moves the variance towards that of a sample, with n - 1 in the divisor, and a frozen one
 * goes on using the batch's own statistics.
 */
import * as tf from '@tensorflow/tfjs-core'
import { batchNormalization } from '../../../../model/layers/normalization/batchNormalization'
import { normalise } from './normalise'
import { replaceLayer } from './replaceLayer'

export const BatchNormalizationLayer = replaceLayer(batchNormalization, (call) => {
  const { input, args, weights, training, frozen } = call
  const [movingMean, movingVariance] = [weights['moving_mean']!, weights['moving_variance']!]
  if (!training || frozen) return normalise(call, { mean: movingMean.read(), variance: movingVariance.read() })
  const rows = Array.from({ length: input.rank - 1 }, (_, axis) => axis)
  const { mean, variance } = tf.moments(input, rows)
  const move = (weight: typeof movingMean, towards: tf.Tensor): void => {
    weight.write(tf.add(tf.mul(weight.read(), args.momentum), tf.mul(towards, 1 - args.momentum)))
  }
  move(movingMean, mean)
  move(movingVariance, variance)
  return normalise(call, { mean, variance })
})
