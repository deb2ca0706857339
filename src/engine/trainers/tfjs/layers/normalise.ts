/** What the normalisations have in common. TensorFlow.js's own fail in training where there is no gamma or no beta. */
import * as tf from '@tensorflow/tfjs-core'
import type { LayerArgs } from '../../../../model/layers/define'
import type { LayerCall } from './replaceLayer'

interface Statistics {
  readonly mean: tf.Tensor
  readonly variance: tf.Tensor
}

/** The input by those statistics, times gamma and plus beta where there are such. */
export function normalise(
  { input, args, weights: { gamma, beta } }: LayerCall<LayerArgs & { readonly epsilon: number }>,
  { mean, variance }: Statistics,
): tf.Tensor {
  const normalised = tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, args.epsilon)))
  const scaled = gamma ? tf.mul(normalised, gamma.read()) : normalised
  return beta ? tf.add(scaled, beta.read()) : scaled
}
