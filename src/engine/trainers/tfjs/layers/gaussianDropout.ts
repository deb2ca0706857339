/** GaussianDropout with draws that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import { gaussianDropout } from '../../../../model/layers/regularization/gaussianDropout'
import { drawTensor, replaceDrawnLayer } from './drawnLayer'

export const GaussianDropoutLayer = replaceDrawnLayer(gaussianDropout, (input, { rate }, random) => {
  const deviation = Math.sqrt(rate / (1 - rate))
  const factors = drawTensor(input.shape, () => 1 + deviation * random.normal())
  return tf.mul(input, factors)
})
