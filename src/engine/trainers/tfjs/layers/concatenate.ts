/** Concatenate with Keras's axes. TensorFlow.js takes every negative axis for the last one. */
import * as tf from '@tensorflow/tfjs-core'
import { concatenate } from '../../../../model/layers/merging/concatenate'
import { replaceLayer } from './replaceLayer'

export const ConcatenateLayer = replaceLayer(concatenate, ({ inputs, args: { axis } }) => tf.concat([...inputs], axis))
