/** Conv2DTranspose with dilation and output padding, which TensorFlow.js's own lacks. */
import * as tf from '@tensorflow/tfjs-core'
import { conv2dTranspose, slidingBackOf } from '../../../../model/layers/convolution/conv2dTranspose'
import { spanOf } from '../../../../model/layers/sliding'
import { geometryOfTranspose } from '../../plan/geometry'
import { dilate } from './dilate'
import { finishSums } from './finishSums'
import { replaceLayer } from './replaceLayer'

export const Conv2DTransposeLayer = replaceLayer(conv2dTranspose, (call) => {
  const kernel = call.weights['kernel']!.read() as tf.Tensor4D
  return finishSums(convolveBack(call.input as tf.Tensor4D, kernel, call.args), call)
})

/** The whole of what the kernel lays over the output, and of it the part that the padding leaves. */
function convolveBack(input: tf.Tensor4D, kernel: tf.Tensor4D, args: typeof conv2dTranspose.defaults): tf.Tensor4D {
  const [images, height, width, channels] = input.shape
  const { filters, strides } = args
  const { before, input: wanted } = geometryOfTranspose({ height, width, channels }, filters, slidingBackOf(args))
  const span = spanOf(args.kernelSize, args.dilationRate)
  const [rows, columns] = [(height - 1) * strides[0] + span[0], (width - 1) * strides[1] + span[1]]
  const whole = tf.conv2dTranspose(
    input,
    dilate(kernel, args.dilationRate),
    [images, rows, columns, filters],
    [strides[0], strides[1]],
    'valid',
  )
  const padded: tf.Tensor4D = tf.pad(whole, [
    [0, 0],
    [0, Math.max(0, before[0] + wanted.height - rows)],
    [0, Math.max(0, before[1] + wanted.width - columns)],
    [0, 0],
  ])
  return tf.slice(padded, [0, before[0], before[1], 0], [images, wanted.height, wanted.width, filters])
}
