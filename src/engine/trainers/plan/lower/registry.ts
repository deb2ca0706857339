/** The lowering of each layer type. A layer type without one runs on the trainer on TensorFlow.js. */
import type { LayerClassName } from '../../../../model/layers/registry'
import type { Lowering } from './builder'
import { lowerBatchNormalization } from './batchNormalization'
import { lowerConcatenate } from './concatenate'
import { lowerConv2d } from './conv2d'
import { lowerDense } from './dense'
import { lowerDropout } from './dropout'
import { lowerFlatten } from './flatten'
import { lowerGaussianDropout, lowerGaussianNoise, lowerSpatialDropout2d } from './noise'
import { lowerActivation, lowerPointwise, lowerSoftmax } from './pointwise'
import { lowerPrelu } from './prelu'
import { lowerLayerNormalization } from './layerNormalization'
import { lowerMaxPooling2d } from './maxPooling2d'
import { lowerAdd, lowerAverage, lowerMaximum, lowerMultiply, lowerSubtract } from './merge'
import { lowerReshape } from './reshape'

export const LOWERINGS: { readonly [Name in LayerClassName]?: Lowering<Name> } = {
  Conv2D: lowerConv2d,
  MaxPooling2D: lowerMaxPooling2d,
  BatchNormalization: lowerBatchNormalization,
  LayerNormalization: lowerLayerNormalization,
  Add: lowerAdd,
  Subtract: lowerSubtract,
  Multiply: lowerMultiply,
  Average: lowerAverage,
  Maximum: lowerMaximum,
  Concatenate: lowerConcatenate,
  Flatten: lowerFlatten,
  Dense: lowerDense,
  Dropout: lowerDropout,
  SpatialDropout2D: lowerSpatialDropout2d,
  GaussianDropout: lowerGaussianDropout,
  GaussianNoise: lowerGaussianNoise,
  Activation: lowerActivation,
  ReLU: lowerPointwise('ReLU'),
  LeakyReLU: lowerPointwise('LeakyReLU'),
  PReLU: lowerPrelu,
  ELU: lowerPointwise('ELU'),
  Softmax: lowerSoftmax,
  Reshape: lowerReshape,
  Rescaling: lowerPointwise('Rescaling'),
}
