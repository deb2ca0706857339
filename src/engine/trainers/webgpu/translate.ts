/** Turns the operations of a plan into WebGPU's kernels. */
import { byKind, factsOf, type AnyOperation, type ForEachKind } from '../plan/operation'
import type { Kernel } from './kernel'
import type { Tuning } from './tuning'
import { drawTransforms, gatherAugmented } from './kernels/augment'
import {
  batchMoments,
  batchNormalizationForward,
  batchNormalizationInputGradient,
  batchStatistics,
} from './kernels/batchNormalization'
import { gradientNorms, squareGradients, sumGradients } from './kernels/clipGradients'
import { concatenateForward, concatenateInputGradient } from './kernels/concatenate'
import { averagePooling2dForward, averagePooling2dInputGradient } from './kernels/averagePooling2d'
import { conv2dForward } from './kernels/conv2dForward'
import { conv2dInputGradient } from './kernels/conv2dInputGradient'
import { biasGradient, conv2dTransposeForward, conv2dTransposeInputGradient } from './kernels/conv2dTranspose'
import { denseForward, denseInputGradient } from './kernels/dense'
import { denseLoss } from './kernels/denseLoss'
import { depthwiseConv2dForward, depthwiseConv2dInputGradient } from './kernels/depthwiseConv2d'
import { depthwiseFilterGradient } from './kernels/depthwiseFilterGradient'
import { dropout } from './kernels/dropout'
import { filterGradient } from './kernels/filterGradient'
import { filterGradientBelow } from './kernels/filterGradientBelow'
import { gatherBatch } from './kernels/gather'
import {
  globalAveragePooling2dForward,
  globalAveragePooling2dInputGradient,
  globalMaxPooling2dForward,
  globalMaxPooling2dInputGradient,
} from './kernels/globalPooling2d'
import { joinGradients } from './kernels/joinGradients'
import { layerNormalizationForward, layerNormalizationInputGradient } from './kernels/layerNormalization'
import { maxPooling2dForward, maxPooling2dInputGradient } from './kernels/maxPooling2d'
import { mergeForward, mergeInputGradient } from './kernels/merge'
import { normalizationGradientSums, sumRuns } from './kernels/normalizationSums'
import { gaussianDropout, gaussianNoise, spatialDropout } from './kernels/noise'
import { endStep, optimize } from './kernels/optimizer'
import { pointwiseForward } from './kernels/pointwise'
import { preluAlphaGradient, preluForward, preluInputGradient } from './kernels/prelu'
import { permute } from './kernels/permute'
import { placeImage } from './kernels/placeImage'
import { softmaxForward, softmaxInputGradient } from './kernels/softmax'
import { classificationLoss, finishStep, trainingLoss } from './kernels/step'
import { transposeKernel } from './kernels/transposeKernel'
import { upSampling2dForward, upSampling2dInputGradient } from './kernels/upSampling2d'

/** A kernel that knows what it is for. */
export interface NamedKernel extends Kernel {
  readonly name: string
  readonly layer: string
}

/** Most operations are one kernel; those that bind more buffers than a kernel may are several, one after another. */
const KERNELS: ForEachKind<Kernel | readonly Kernel[], [Tuning]> = {
  drawTransforms,
  gatherBatch: (spec) => gatherBatch(spec),
  gatherAugmented,
  conv2dForward,
  conv2dInputGradient,
  filterGradient,
  transposeKernel,
  conv2dTransposeForward,
  conv2dTransposeInputGradient,
  biasGradient,
  depthwiseConv2dForward,
  depthwiseConv2dInputGradient,
  depthwiseFilterGradient,
  denseForward,
  denseInputGradient,
  maxPooling2dForward,
  maxPooling2dInputGradient,
  averagePooling2dForward,
  averagePooling2dInputGradient,
  globalAveragePooling2dForward,
  globalAveragePooling2dInputGradient,
  globalMaxPooling2dForward,
  globalMaxPooling2dInputGradient,
  upSampling2dForward,
  upSampling2dInputGradient,
  placeImage,
  permute,
  dropoutForward: dropout,
  dropoutInputGradient: dropout,
  joinGradients,
  batchMoments,
  batchStatistics,
  batchNormalizationForward,
  batchNormalizationInputGradient,
  layerNormalizationForward,
  layerNormalizationInputGradient,
  normalizationGradientSums,
  sumRuns,
  mergeForward,
  mergeInputGradient,
  concatenateForward,
  concatenateInputGradient,
  spatialDropoutForward: spatialDropout,
  spatialDropoutInputGradient: spatialDropout,
  gaussianDropoutForward: gaussianDropout,
  gaussianDropoutInputGradient: gaussianDropout,
  gaussianNoiseForward: gaussianNoise,
  pointwiseForward,
  preluForward,
  preluInputGradient,
  preluAlphaGradient,
  softmaxForward,
  softmaxInputGradient,
  classificationLoss,
  sumGradients,
  squareGradients,
  gradientNorms,
  optimize,
  finishStep,
  endStep,
  trainingLoss,
  denseLoss,
  filterGradientBelow,
}

/** @param tuning to the device's class. */
export function translate(operation: AnyOperation, tuning: Tuning): readonly NamedKernel[] {
  const { layer } = operation
  const { name } = factsOf(operation)
  return [byKind(KERNELS, operation, tuning)].flat().map((kernel) => ({ ...kernel, name, layer }))
}
