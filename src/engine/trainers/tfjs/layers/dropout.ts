/** Dropout with masks that follow from the run's seed. */
import * as tf from '@tensorflow/tfjs-core'
import { dropout } from '../../../../model/layers/regularization/dropout'
import { drawMask, replaceDrawnLayer } from './drawnLayer'

export const DropoutLayer = replaceDrawnLayer(dropout, (input, { rate }, random) =>
  tf.mul(input, drawMask(input.shape, rate, random)),
)
