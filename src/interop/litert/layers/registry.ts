/** How each layer type becomes operators. */
import type { LayerClassName } from '../../../model/layers/registry'
import { lowerActivation, lowerElu, lowerLeakyRelu, lowerPrelu, lowerRelu, lowerSoftmax } from './activation'
import {
  lowerConv2d,
  lowerConv2dTranspose,
  lowerDense,
  lowerDepthwiseConv2d,
  lowerSeparableConv2d,
} from './convolution'
import type { Lowering } from './lowering'
import { lowerAdd, lowerAverage, lowerConcatenate, lowerMaximum, lowerMultiply, lowerSubtract } from './merging'
import { lowerBatchNormalization, lowerLayerNormalization, lowerRescaling } from './normalization'
import {
  lowerAveragePooling2d,
  lowerGlobalAveragePooling2d,
  lowerGlobalMaxPooling2d,
  lowerMaxPooling2d,
} from './pooling'
import {
  lowerCropping2d,
  lowerNothing,
  lowerPermute,
  lowerReshape,
  lowerUpSampling2d,
  lowerZeroPadding2d,
} from './reshaping'

type Lowerings = { readonly [Name in LayerClassName]: Lowering<Name> }

const LOWERINGS: Lowerings = {
  Conv2D: lowerConv2d,
  DepthwiseConv2D: lowerDepthwiseConv2d,
  SeparableConv2D: lowerSeparableConv2d,
  Conv2DTranspose: lowerConv2dTranspose,
  MaxPooling2D: lowerMaxPooling2d,
  AveragePooling2D: lowerAveragePooling2d,
  GlobalAveragePooling2D: lowerGlobalAveragePooling2d,
  GlobalMaxPooling2D: lowerGlobalMaxPooling2d,
  BatchNormalization: lowerBatchNormalization,
  LayerNormalization: lowerLayerNormalization,
  Dense: lowerDense,
  Rescaling: lowerRescaling,
  Dropout: lowerNothing,
  SpatialDropout2D: lowerNothing,
  GaussianDropout: lowerNothing,
  GaussianNoise: lowerNothing,
  Activation: lowerActivation,
  ReLU: lowerRelu,
  LeakyReLU: lowerLeakyRelu,
  PReLU: lowerPrelu,
  ELU: lowerElu,
  Softmax: lowerSoftmax,
  Flatten: lowerReshape,
  Reshape: lowerReshape,
  Permute: lowerPermute,
  ZeroPadding2D: lowerZeroPadding2d,
  Cropping2D: lowerCropping2d,
  UpSampling2D: lowerUpSampling2d,
  Add: lowerAdd,
  Subtract: lowerSubtract,
  Multiply: lowerMultiply,
  Average: lowerAverage,
  Maximum: lowerMaximum,
  Concatenate: lowerConcatenate,
}

export function loweringOf<Name extends LayerClassName>(className: Name): Lowering<Name> {
  return LOWERINGS[className]
}
