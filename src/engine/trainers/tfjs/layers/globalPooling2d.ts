/** The global poolings with `keepdims`, which TensorFlow.js's own lack. */
import * as tf from '@tensorflow/tfjs-core'
import { globalAveragePooling2d, globalMaxPooling2d } from '../../../../model/layers/pooling/globalPooling2d'
import { replaceLayer } from './replaceLayer'

export const GlobalAveragePooling2DLayer = replaceLayer(globalAveragePooling2d, ({ input, args: { keepdims } }) =>
  tf.mean(input, [1, 2], keepdims),
)

export const GlobalMaxPooling2DLayer = replaceLayer(globalMaxPooling2d, ({ input, args: { keepdims } }) => {
  const maxima = globalMaximum(input)
  return keepdims ? maxima : tf.squeeze(maxima, [1, 2])
})

/** Equal maxima share the gradient. TensorFlow.js gives the whole of it to each of them. */
function globalMaximum(input: tf.Tensor): tf.Tensor {
  const maximum = tf.customGrad((x, save) => {
    const value = tf.max(x as tf.Tensor, [1, 2], true)
    const keep = save as tf.GradSaveFunc
    keep([x as tf.Tensor, value])
    const gradFunc = (gradient: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const isLargest = tf.cast(tf.equal(saved[0]!, saved[1]!), 'float32')
      return tf.mul(gradient, tf.div(isLargest, tf.sum(isLargest, [1, 2], true)))
    }
    return { value, gradFunc }
  })
  return maximum(input)
}
