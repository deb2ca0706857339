/** Kernels with gaps, since TensorFlow.js has no gradients of dilated convolutions. */
import * as tf from '@tensorflow/tfjs-core'
import type { Pair } from '../../../../model/layers/pair'

/** The kernel with zeros between its taps. */
export function dilate(kernel: tf.Tensor4D, [down, across]: Pair): tf.Tensor4D {
  if (down === 1 && across === 1) return kernel
  const [rows, columns, inputs, outputs] = kernel.shape
  const rest = inputs * outputs
  const spread = tf.pad(tf.reshape(kernel, [rows, columns, rest]), [
    [0, 0],
    [0, 0],
    [0, (across - 1) * rest],
  ])
  const width = columns * across
  const whole = tf.pad(tf.reshape(spread, [rows, width * rest]), [
    [0, 0],
    [0, (down - 1) * width * rest],
  ])
  const [height, span] = [(rows - 1) * down + 1, (columns - 1) * across + 1]
  const taps: tf.Tensor4D = tf.reshape(whole, [rows * down, width, inputs, outputs])
  return tf.slice(taps, [0, 0, 0, 0], [height, span, inputs, outputs])
}
