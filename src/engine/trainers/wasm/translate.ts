/** Turns the operations of a plan into the functions of a WebAssembly module. */
import type { Operation, OperationKind } from '../plan/operation'
import type { ModuleFunction } from './assembler/module'
import { KernelBuilder, PARAMETERS, type KernelOptions, type Kernel } from './kernel'
import { averagePooling2dForward, averagePooling2dInputGradient } from './kernels/averagePooling2d'
import { gradientNorms, squareGradients, sumGradients } from './kernels/clipGradients'
import { concatenateForward, concatenateInputGradient } from './kernels/concatenate'
import { drawTransforms, gatherAugmented } from './kernels/augment'
import {
  batchMoments,
  batchNormalizationForward,
  batchNormalizationInputGradient,
  batchStatistics,
} from './kernels/batchNormalization'
import { conv2dForward } from './kernels/conv2dForward'
import { conv2dInputGradient } from './kernels/conv2dInputGradient'
import { biasGradient, conv2dTransposeForward, conv2dTransposeInputGradient } from './kernels/conv2dTranspose'
import { denseForward, denseInputGradient } from './kernels/dense'
import { depthwiseConv2dForward, depthwiseConv2dInputGradient } from './kernels/depthwiseConv2d'
import { depthwiseFilterGradient } from './kernels/depthwiseFilterGradient'
import { dropout } from './kernels/dropout'
import { filterGradient } from './kernels/filterGradient'
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
import { gaussianDropout, gaussianNoise, spatialDropout } from './kernels/noise'
import { normalizationGradientSums, sumRuns } from './kernels/normalizationSums'
import { optimize } from './kernels/optimizer'
import { permute } from './kernels/permute'
import { placeImage } from './kernels/placeImage'
import { pointwiseForward } from './kernels/pointwise'
import { preluAlphaGradient, preluForward, preluInputGradient } from './kernels/prelu'
import { softmaxForward, softmaxInputGradient } from './kernels/softmax'
import { classificationLoss } from './kernels/step'
import { transposeKernel } from './kernels/transposeKernel'
import { upSampling2dForward, upSampling2dInputGradient } from './kernels/upSampling2d'

/** Of every kind but the end of a step, which is for who deals the steps out. A kind without one fails to compile. */
type Kernels = {
  readonly [Kind in Exclude<OperationKind, 'finishStep'>]: Kernel<Extract<Operation, { kind: Kind }>>
}

const KERNELS: Kernels = {
  gatherBatch,
  drawTransforms,
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
  concatenateForward,
  concatenateInputGradient,
  dropoutForward: dropout,
  dropoutInputGradient: dropout,
  spatialDropoutForward: spatialDropout,
  spatialDropoutInputGradient: spatialDropout,
  gaussianDropoutForward: gaussianDropout,
  gaussianDropoutInputGradient: gaussianDropout,
  gaussianNoiseForward: gaussianNoise,
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
  preluForward,
  preluInputGradient,
  preluAlphaGradient,
  joinGradients,
  pointwiseForward,
  softmaxForward,
  softmaxInputGradient,
  classificationLoss,
  sumGradients,
  squareGradients,
  gradientNorms,
  optimize,
}

/** The buffers that are normalised at once. */
export function normalisedBuffers(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((each) =>
      each.kind === 'batchMoments' || each.kind === 'layerNormalizationForward' ? [each.input] : [],
    ),
  )
}

export interface Translated extends ModuleFunction {
  /** Bytes of working memory that it takes. Known once it is built. */
  scratchBytes(): number
}

export function translate(operation: Operation, name: string, options: KernelOptions): Translated {
  let scratchBytes = 0
  return {
    name,
    parameters: Object.keys(PARAMETERS).length,
    scratchBytes: () => scratchBytes,
    build(f) {
      if (operation.kind === 'finishStep') throw new Error('The end of a step is no kernel')
      const kernel = KERNELS[operation.kind] as Kernel<Operation>
      const k = new KernelBuilder(f, options)
      kernel(operation, k)
      scratchBytes = k.scratchBytes
    },
  }
}
