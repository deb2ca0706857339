/** SpatialDropout2D, which TensorFlow.js lacks: it drops channels of an image whole. */
import * as tf from '@tensorflow/tfjs-core'
import { spatialDropout2d } from '../../../../model/layers/regularization/spatialDropout2d'
import { drawMask, replaceDrawnLayer } from './drawnLayer'

export const SpatialDropout2DLayer = replaceDrawnLayer(spatialDropout2d, (input, { rate }, random) => {
  const [images = 0, , , channels = 0] = input.shape
  return tf.mul(input, drawMask([images, 1, 1, channels], rate, random))
})
