/** ELU with any alpha. TensorFlow.js has 1 alone. */
import * as tf from '@tensorflow/tfjs-core'
import { elu } from '../../../../model/layers/activation/elu'
import { replaceLayer } from './replaceLayer'

export const ELULayer = replaceLayer(elu, ({ input, args: { alpha } }) =>
  tf.add(tf.relu(input), tf.mul(tf.elu(tf.minimum(input, 0)), alpha)),
)
