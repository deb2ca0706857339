/** Our layers for TensorFlow.js: those that it lacks, and those that it computes otherwise than Keras 3. A new one is one line here. */
import * as tf from '@tensorflow/tfjs-core'
import { DropoutLayer } from './dropout'
import { ELULayer } from './elu'
import { GaussianDropoutLayer } from './gaussianDropout'
import { GaussianNoiseLayer } from './gaussianNoise'
import { ConcatenateLayer, MaximumLayer, SubtractLayer } from './merges'
import { BatchNormalizationLayer, LayerNormalizationLayer } from './normalization'
import { ReLULayer } from './relu'
import { SpatialDropout2DLayer } from './spatialDropout2d'

/** From here on, TensorFlow.js builds its models with these layers. */
export function registerLayers(): void {
  tf.serialization.registerClass(DropoutLayer)
  tf.serialization.registerClass(SpatialDropout2DLayer)
  tf.serialization.registerClass(GaussianDropoutLayer)
  tf.serialization.registerClass(GaussianNoiseLayer)
  tf.serialization.registerClass(ReLULayer)
  tf.serialization.registerClass(ELULayer)
  tf.serialization.registerClass(BatchNormalizationLayer)
  tf.serialization.registerClass(LayerNormalizationLayer)
  tf.serialization.registerClass(SubtractLayer)
  tf.serialization.registerClass(MaximumLayer)
  tf.serialization.registerClass(ConcatenateLayer)
}
