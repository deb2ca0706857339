/** DepthwiseConv2D with dilation, which TensorFlow.js's own lacks. */
import * as tf from '@tensorflow/tfjs-core'
import { depthwiseConv2d } from '../../../../model/layers/convolution/depthwiseConv2d'
import type { WindowArgs } from '../../../../model/layers/convolution/window'
import { dilate } from './dilate'
import { finishSums } from './finishSums'
import { replaceLayer, type LayerCall } from './replaceLayer'

export const DepthwiseConv2DLayer = replaceLayer(depthwiseConv2d, (call) => finishSums(depthwiseSums(call), call))

/** Each channel by itself. */
export function depthwiseSums({ input, args, weights }: LayerCall<WindowArgs>): tf.Tensor4D {
  const kernel = weights['depthwise_kernel']!.read() as tf.Tensor4D
  const { strides, padding, dilationRate } = args
  return tf.depthwiseConv2d(input as tf.Tensor4D, dilate(kernel, dilationRate), [strides[0], strides[1]], padding)
}
