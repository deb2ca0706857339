/** Conv2D with our gradient (`conv2dGradient.ts`): any dilation rate, with bias and relu in one pass. */
import * as tf from '@tensorflow/tfjs-core'
import { conv2d } from '../../../../model/layers/convolution/conv2d'
import { activate } from '../activations'
import { replaceLayer } from './replaceLayer'

export const Conv2DLayer = replaceLayer(conv2d, ({ input, args, weights: { kernel, bias } }) => {
  const { strides, padding, dilationRate, activation } = args
  // The gradient of the fused kernel knows relu, and leaves other activations to TensorFlow.js.
  const fused = activation === 'relu' ? 'relu' : 'linear'
  // A filter on one channel is a product of 9 numbers or so. The general kernel would pad it to tiles of 32.
  const output: tf.Tensor = tf.engine().runKernel(
    input.shape[3] === 1 ? tf.FusedDepthwiseConv2D : tf.FusedConv2D,
    { x: input, filter: kernel!.read(), ...(bias && { bias: bias.read() }) },
    {
      strides: [...strides],
      pad: padding,
      dataFormat: 'NHWC',
      dilations: [...dilationRate],
      activation: fused,
    },
  )
  return activation === fused ? output : activate(output, activation)
})
