/**
 * AveragePooling2D with Keras's gradient. Of a padded window TensorFlow.js takes the mean over the pixels in the image, but its gradient is
 * that of the mean over all.
 */
import * as tf from '@tensorflow/tfjs-core'
import { averagePooling2d, poolSlidingOf } from '../../../../model/layers/pooling/pooling2d'
import { geometryOf } from '../../plan/geometry'
import { replaceLayer } from './replaceLayer'

export const AveragePooling2DLayer = replaceLayer(averagePooling2d, ({ input, args }) => {
  const images = input as tf.Tensor4D
  const [, height, width, channels] = images.shape
  const { before, output, kernel, strides } = geometryOf({ height, width, channels }, channels, poolSlidingOf(args))
  const pad = (values: tf.Tensor4D): tf.Tensor4D =>
    tf.pad(values, [
      [0, 0],
      [before[0], Math.max(0, (output.height - 1) * strides[0] + kernel[0] - height - before[0])],
      [before[1], Math.max(0, (output.width - 1) * strides[1] + kernel[1] - width - before[1])],
      [0, 0],
    ])
  const pool = (values: tf.Tensor4D): tf.Tensor4D =>
    tf.avgPool(pad(values), [kernel[0], kernel[1]], [strides[0], strides[1]], 'valid')
  return tf.div(pool(images), pool(tf.ones([1, height, width, 1])))
})
