/** The lowering of each layer type. A layer type without one fails to compile. */
import type { LayerClassName } from '../../../../model/layers/registry'
import type { Lowering } from './builder'
import { lowerBatchNormalization } from './batchNormalization'
import { lowerConcatenate } from './concatenate'
import { lowerCropping2d, lowerZeroPadding2d } from './border'
import { lowerConv2d } from './conv2d'
import { lowerConv2dTranspose } from './conv2dTranspose'
import { lowerDense } from './dense'
import { lowerDepthwiseConv2d } from './depthwiseConv2d'
import { lowerDropout } from './dropout'
import { lowerFlatten } from './flatten'
import { lowerGaussianDropout, lowerGaussianNoise, lowerSpatialDropout2d } from './noise'
import { lowerActivation, lowerPointwise, lowerSoftmax } from './pointwise'
import { lowerPrelu } from './prelu'
import { lowerLayerNormalization } from './layerNormalization'
import { lowerAdd, lowerAverage, lowerMaximum, lowerMultiply, lowerSubtract } from './merge'
import { lowerGlobalAveragePooling2d, lowerGlobalMaxPooling2d } from './globalPooling2d'
import { lowerPermute } from './permute'
import { lowerAveragePooling2d, lowerMaxPooling2d } from './pooling2d'
import { lowerReshape } from './reshape'
import { lowerSeparableConv2d } from './separableConv2d'
import { lowerUpSampling2d } from './upSampling2d'

export const LOWERINGS: { readonly [Name in LayerClassName]: Lowering<Name> } = {
  Conv2D: lowerConv2d,
  DepthwiseConv2D: lowerDepthwiseConv2d,
  SeparableConv2D: lowerSeparableConv2d,
  Conv2DTranspose: lowerConv2dTranspose,
  MaxPooling2D: lowerMaxPooling2d,
  BatchNormalization: lowerBatchNormalization,
  LayerNormalization: lowerLayerNormalization,
  Add: lowerAdd,
  Subtract: lowerSubtract,
  Multiply: lowerMultiply,
  Average: lowerAverage,
  Maximum: lowerMaximum,
  Concatenate: lowerConcatenate,
  AveragePooling2D: lowerAveragePooling2d,
  GlobalAveragePooling2D: lowerGlobalAveragePooling2d,
  GlobalMaxPooling2D: lowerGlobalMaxPooling2d,
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
  Permute: lowerPermute,
  ZeroPadding2D: lowerZeroPadding2d,
  Cropping2D: lowerCropping2d,
  UpSampling2D: lowerUpSampling2d,
}
