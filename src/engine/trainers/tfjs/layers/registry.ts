/** Our layers for TensorFlow.js: those that it lacks, and those that it computes otherwise than Keras 3. A new one is one line here, and its file. */
import * as tf from '@tensorflow/tfjs-core'
import { registerActivations } from '../activations'
import { registerConv2dGradient } from '../conv2dGradient'
import { AveragePooling2DLayer } from './averagePooling2d'
import { BatchNormalizationLayer } from './batchNormalization'
import { ConcatenateLayer } from './concatenate'
import { Conv2DLayer } from './conv2d'
import { Conv2DTransposeLayer } from './conv2dTranspose'
import { DepthwiseConv2DLayer } from './depthwiseConv2d'
import { DropoutLayer } from './dropout'
import { MaximumLayer, SubtractLayer } from './elementwise'
import { ELULayer } from './elu'
import { GaussianDropoutLayer } from './gaussianDropout'
import { GaussianNoiseLayer } from './gaussianNoise'
import { GlobalAveragePooling2DLayer, GlobalMaxPooling2DLayer } from './globalPooling2d'
import { LayerNormalizationLayer } from './layerNormalization'
import { ReLULayer } from './relu'
import { SeparableConv2DLayer } from './separableConv2d'
import { SpatialDropout2DLayer } from './spatialDropout2d'
import { UpSampling2DLayer } from './upSampling2d'

const OUR_LAYERS = [
  Conv2DLayer,
  DepthwiseConv2DLayer,
  SeparableConv2DLayer,
  Conv2DTransposeLayer,
  AveragePooling2DLayer,
  GlobalAveragePooling2DLayer,
  GlobalMaxPooling2DLayer,
  BatchNormalizationLayer,
  LayerNormalizationLayer,
  DropoutLayer,
  SpatialDropout2DLayer,
  GaussianDropoutLayer,
  GaussianNoiseLayer,
  ReLULayer,
  ELULayer,
  UpSampling2DLayer,
  SubtractLayer,
  MaximumLayer,
  ConcatenateLayer,
]

/** The classes of TensorFlow.js itself, as they were before ours were registered. */
let plainClasses: tf.serialization.SerializationMap['classNameMap'] | undefined

/** From here on, TensorFlow.js builds its models with these layers, and with the activations and the gradient that they need. */
export function registerLayers(): void {
  plainClasses ??= { ...tf.serialization.SerializationMap.getMap().classNameMap }
  registerActivations()
  registerConv2dGradient()
  for (const layer of OUR_LAYERS) tf.serialization.registerClass(layer)
}

/**
 * Builds with TensorFlow.js as it is for everybody else, whether or not our layers are registered. Which class a layer's name stands for is
 * one list for all that runs here, so `build` must choose its layers before it returns, and not later.
 */
export function withPlainLayers<Built>(build: () => Built): Built {
  const map = tf.serialization.SerializationMap.getMap()
  const classes = map.classNameMap
  map.classNameMap = plainClasses ?? classes
  try {
    return build()
  } finally {
    map.classNameMap = classes
  }
}
