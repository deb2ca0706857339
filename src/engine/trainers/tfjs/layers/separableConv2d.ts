/** SeparableConv2D with the gradient of a dilated kernel, which TensorFlow.js's own lacks. */
import * as tf from '@tensorflow/tfjs-core'
import { separableConv2d } from '../../../../model/layers/convolution/separableConv2d'
import { depthwiseSums } from './depthwiseConv2d'
import { finishSums } from './finishSums'
import { replaceLayer } from './replaceLayer'

export const SeparableConv2DLayer = replaceLayer(separableConv2d, (call) => {
  const pointwise = call.weights['pointwise_kernel']!.read() as tf.Tensor4D
  return finishSums(tf.conv2d(depthwiseSums(call), pointwise, 1, 'valid'), call)
})
