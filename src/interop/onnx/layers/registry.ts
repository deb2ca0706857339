/** How each layer type is written. A new type is one line here. */
import type { LayerClassName } from '../../../model/layers/registry'
import {
  writeActivationLayer,
  writeElu,
  writeLeakyRelu,
  writePrelu,
  writeRelu,
  writeRescaling,
  writeSoftmax,
} from './activationLayers'
import { writeConv2d, writeConv2dTranspose, writeDepthwiseConv2d, writeSeparableConv2d } from './convolutions'
import { writeAdd, writeAverage, writeConcatenate, writeMaximum, writeMultiply, writeSubtract } from './merges'
import { writeBatchNormalization, writeLayerNormalization } from './normalizations'
import {
  writeAveragePooling2d,
  writeGlobalAveragePooling2d,
  writeGlobalMaxPooling2d,
  writeMaxPooling2d,
} from './pooling'
import {
  writeCropping2d,
  writeDense,
  writeFlatten,
  writeNothing,
  writePermute,
  writeReshape,
  writeUpSampling2d,
  writeZeroPadding2d,
} from './reshaping'
import type { LayerWriter } from './writer'

export const LAYER_WRITERS: { readonly [Name in LayerClassName]: LayerWriter<Name> } = {
  Conv2D: writeConv2d,
  DepthwiseConv2D: writeDepthwiseConv2d,
  SeparableConv2D: writeSeparableConv2d,
  Conv2DTranspose: writeConv2dTranspose,
  MaxPooling2D: writeMaxPooling2d,
  AveragePooling2D: writeAveragePooling2d,
  GlobalAveragePooling2D: writeGlobalAveragePooling2d,
  GlobalMaxPooling2D: writeGlobalMaxPooling2d,
  BatchNormalization: writeBatchNormalization,
  LayerNormalization: writeLayerNormalization,
  Dense: writeDense,
  Rescaling: writeRescaling,
  Dropout: writeNothing,
  SpatialDropout2D: writeNothing,
  GaussianDropout: writeNothing,
  GaussianNoise: writeNothing,
  Activation: writeActivationLayer,
  ReLU: writeRelu,
  LeakyReLU: writeLeakyRelu,
  PReLU: writePrelu,
  ELU: writeElu,
  Softmax: writeSoftmax,
  Flatten: writeFlatten,
  Reshape: writeReshape,
  Permute: writePermute,
  ZeroPadding2D: writeZeroPadding2d,
  Cropping2D: writeCropping2d,
  UpSampling2D: writeUpSampling2d,
  Add: writeAdd,
  Subtract: writeSubtract,
  Multiply: writeMultiply,
  Average: writeAverage,
  Maximum: writeMaximum,
  Concatenate: writeConcatenate,
}
