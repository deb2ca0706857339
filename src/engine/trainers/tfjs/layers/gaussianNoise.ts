/** GaussianNoise with draws that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import { gaussianNoise } from '../../../../model/layers/regularization/gaussianNoise'
import { drawTensor, replaceDrawnLayer } from './drawnLayer'

export const GaussianNoiseLayer = replaceDrawnLayer(gaussianNoise, (input, { stddev }, random) => {
  const noise = drawTensor(input.shape, () => stddev * random.normal())
  return tf.add(input, noise)
})
