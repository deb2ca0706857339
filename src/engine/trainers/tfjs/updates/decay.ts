import * as tf from '@tensorflow/tfjs-core'

/** The moving average that keeps `share` of the old. */
export function decay(old: tf.Tensor1D | undefined, fresh: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(old!, share), tf.mul(fresh, 1 - share))
}
