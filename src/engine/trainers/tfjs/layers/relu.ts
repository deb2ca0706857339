/** ReLU with Keras's negative slope and threshold, which TensorFlow.js leaves out. */
import * as tf from '@tensorflow/tfjs-core'
import { relu } from '../../../../model/layers/activation/relu'
import { replaceLayer } from './replaceLayer'

export const ReLULayer = replaceLayer(relu, ({ input, args: { maxValue, negativeSlope, threshold } }) => {
  const most = maxValue ?? Number.POSITIVE_INFINITY
  // TensorFlow.js has no gradient for a comparison, not even one that leads nowhere.
  const cut = tf.customGrad((z, save) => {
    const x = z as tf.Tensor
    ;(save as tf.GradSaveFunc)([x])
    const below = tf.mul(tf.sub(x, threshold), negativeSlope)
    return {
      value: tf.where(tf.greater(x, threshold), tf.minimum(x, most), below),
      gradFunc: (gradient: tf.Tensor, [saved]: tf.Tensor[]) => {
        const above = tf.cast(tf.less(saved!, most), 'float32')
        return tf.mul(gradient, tf.where(tf.greater(saved!, threshold), above, negativeSlope))
      },
    }
  })
  return cut(input)
})
