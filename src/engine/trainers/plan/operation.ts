/**
 * The operations that a plan is made of. Each is a plain spec: a kind, and numbers, names and lists that say what is computed from which
 * buffers, but not how. A trainer carries out every kind in a way of its own.
 */
import {
  averagePooling2dForwardFacts,
  averagePooling2dInputGradientFacts,
  type AveragePooling2dForward,
  type AveragePooling2dInputGradient,
} from './operations/averagePooling2d'
import {
  drawTransformsFacts,
  gatherAugmentedFacts,
  gatherBatchFacts,
  type DrawTransforms,
  type GatherAugmented,
  type GatherBatch,
} from './operations/batch'
import {
  batchMomentsFacts,
  batchNormalizationForwardFacts,
  batchNormalizationInputGradientFacts,
  batchStatisticsFacts,
  type BatchMoments,
  type BatchNormalizationForward,
  type BatchNormalizationInputGradient,
  type BatchStatistics,
} from './operations/batchNormalization'
import {
  concatenateForwardFacts,
  concatenateInputGradientFacts,
  type ConcatenateForward,
  type ConcatenateInputGradient,
} from './operations/concatenate'
import {
  conv2dForwardFacts,
  conv2dInputGradientFacts,
  type Conv2dForward,
  type Conv2dInputGradient,
} from './operations/conv2d'
import {
  biasGradientFacts,
  conv2dTransposeForwardFacts,
  conv2dTransposeInputGradientFacts,
  type BiasGradient,
  type Conv2dTransposeForward,
  type Conv2dTransposeInputGradient,
} from './operations/conv2dTranspose'
import {
  denseForwardFacts,
  denseInputGradientFacts,
  type DenseForward,
  type DenseInputGradient,
} from './operations/dense'
import {
  depthwiseConv2dForwardFacts,
  depthwiseConv2dInputGradientFacts,
  depthwiseFilterGradientFacts,
  type DepthwiseConv2dForward,
  type DepthwiseConv2dInputGradient,
  type DepthwiseFilterGradient,
} from './operations/depthwiseConv2d'
import { dropoutForwardFacts, dropoutInputGradientFacts, type Dropout } from './operations/dropout'
import type { Facts } from './operations/facts'
import { filterGradientFacts, type FilterGradient } from './operations/filterGradient'
import { joinGradientsFacts, type JoinGradients } from './operations/joinGradients'
import {
  layerNormalizationForwardFacts,
  layerNormalizationInputGradientFacts,
  type LayerNormalizationForward,
  type LayerNormalizationInputGradient,
} from './operations/layerNormalization'
import {
  globalAveragePooling2dForwardFacts,
  globalAveragePooling2dInputGradientFacts,
  globalMaxPooling2dForwardFacts,
  globalMaxPooling2dInputGradientFacts,
  type GlobalAveragePooling2dForward,
  type GlobalAveragePooling2dInputGradient,
  type GlobalMaxPooling2dForward,
  type GlobalMaxPooling2dInputGradient,
} from './operations/globalPooling2d'
import {
  maxPooling2dForwardFacts,
  maxPooling2dInputGradientFacts,
  type MaxPooling2dForward,
  type MaxPooling2dInputGradient,
} from './operations/maxPooling2d'
import { permuteFacts, type Permute } from './operations/permute'
import { placeImageFacts, type PlaceImage } from './operations/placeImage'
import {
  mergeForwardFacts,
  mergeInputGradientFacts,
  type MergeForward,
  type MergeInputGradient,
} from './operations/merge'
import {
  normalizationGradientSumsFacts,
  sumRunsFacts,
  type NormalizationGradientSums,
  type SumRuns,
} from './operations/normalizationSums'
import {
  drawnForwardFacts,
  drawnInputGradientFacts,
  type GaussianDropout,
  type GaussianNoise,
  type SpatialDropout,
} from './operations/noise'
import { pointwiseForwardFacts, type PointwiseForward } from './operations/pointwise'
import {
  preluAlphaGradientFacts,
  preluForwardFacts,
  preluInputGradientFacts,
  type PreluAlphaGradient,
  type PreluForward,
  type PreluInputGradient,
} from './operations/prelu'
import {
  softmaxForwardFacts,
  softmaxInputGradientFacts,
  type SoftmaxForward,
  type SoftmaxInputGradient,
} from './operations/softmax'
import {
  classificationLossFacts,
  finishStepFacts,
  optimizeFacts,
  type ClassificationLoss,
  type FinishStep,
  type Optimize,
} from './operations/step'
import { transposeKernelFacts, type TransposeKernel } from './operations/transposeKernel'
import {
  upSampling2dForwardFacts,
  upSampling2dInputGradientFacts,
  type UpSampling2dForward,
  type UpSampling2dInputGradient,
} from './operations/upSampling2d'

/** The spec of each kind of operation. */
export interface OperationSpecs {
  readonly drawTransforms: DrawTransforms
  readonly gatherBatch: GatherBatch
  readonly gatherAugmented: GatherAugmented
  readonly conv2dForward: Conv2dForward
  readonly conv2dInputGradient: Conv2dInputGradient
  readonly filterGradient: FilterGradient
  readonly transposeKernel: TransposeKernel
  readonly conv2dTransposeForward: Conv2dTransposeForward
  readonly conv2dTransposeInputGradient: Conv2dTransposeInputGradient
  readonly biasGradient: BiasGradient
  readonly depthwiseConv2dForward: DepthwiseConv2dForward
  readonly depthwiseConv2dInputGradient: DepthwiseConv2dInputGradient
  readonly depthwiseFilterGradient: DepthwiseFilterGradient
  readonly denseForward: DenseForward
  readonly denseInputGradient: DenseInputGradient
  readonly maxPooling2dForward: MaxPooling2dForward
  readonly maxPooling2dInputGradient: MaxPooling2dInputGradient
  readonly averagePooling2dForward: AveragePooling2dForward
  readonly averagePooling2dInputGradient: AveragePooling2dInputGradient
  readonly globalAveragePooling2dForward: GlobalAveragePooling2dForward
  readonly globalAveragePooling2dInputGradient: GlobalAveragePooling2dInputGradient
  readonly globalMaxPooling2dForward: GlobalMaxPooling2dForward
  readonly globalMaxPooling2dInputGradient: GlobalMaxPooling2dInputGradient
  readonly upSampling2dForward: UpSampling2dForward
  readonly upSampling2dInputGradient: UpSampling2dInputGradient
  readonly placeImage: PlaceImage
  readonly permute: Permute
  readonly dropoutForward: Dropout
  readonly dropoutInputGradient: Dropout
  readonly joinGradients: JoinGradients
  readonly batchMoments: BatchMoments
  readonly batchStatistics: BatchStatistics
  readonly batchNormalizationForward: BatchNormalizationForward
  readonly batchNormalizationInputGradient: BatchNormalizationInputGradient
  readonly layerNormalizationForward: LayerNormalizationForward
  readonly layerNormalizationInputGradient: LayerNormalizationInputGradient
  readonly normalizationGradientSums: NormalizationGradientSums
  readonly sumRuns: SumRuns
  readonly mergeForward: MergeForward
  readonly mergeInputGradient: MergeInputGradient
  readonly concatenateForward: ConcatenateForward
  readonly concatenateInputGradient: ConcatenateInputGradient
  readonly spatialDropoutForward: SpatialDropout
  readonly spatialDropoutInputGradient: SpatialDropout
  readonly gaussianDropoutForward: GaussianDropout
  readonly gaussianDropoutInputGradient: GaussianDropout
  readonly gaussianNoiseForward: GaussianNoise
  readonly pointwiseForward: PointwiseForward
  readonly preluForward: PreluForward
  readonly preluInputGradient: PreluInputGradient
  readonly preluAlphaGradient: PreluAlphaGradient
  readonly softmaxForward: SoftmaxForward
  readonly softmaxInputGradient: SoftmaxInputGradient
  readonly classificationLoss: ClassificationLoss
  readonly optimize: Optimize
  readonly finishStep: FinishStep
}

export type OperationKind = keyof OperationSpecs

/** An operation of a kind, or of any. */
export type Operation<Kind extends OperationKind = OperationKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each
    /** The Keras name of the layer that it belongs to, or of the step's own part, such as `optimizer`. */
    readonly layer: string
  } & OperationSpecs[Each]
}[Kind]

/** A table with an entry for every kind. A kind without one fails to compile. */
export type ForEachKind<Result> = { readonly [Kind in OperationKind]: (spec: Operation<Kind>) => Result }

const FACTS: ForEachKind<Facts> = {
  drawTransforms: drawTransformsFacts,
  gatherBatch: gatherBatchFacts,
  gatherAugmented: gatherAugmentedFacts,
  conv2dForward: conv2dForwardFacts,
  conv2dInputGradient: conv2dInputGradientFacts,
  filterGradient: filterGradientFacts,
  transposeKernel: transposeKernelFacts,
  conv2dTransposeForward: conv2dTransposeForwardFacts,
  conv2dTransposeInputGradient: conv2dTransposeInputGradientFacts,
  biasGradient: biasGradientFacts,
  depthwiseConv2dForward: depthwiseConv2dForwardFacts,
  depthwiseConv2dInputGradient: depthwiseConv2dInputGradientFacts,
  depthwiseFilterGradient: depthwiseFilterGradientFacts,
  denseForward: denseForwardFacts,
  denseInputGradient: denseInputGradientFacts,
  maxPooling2dForward: maxPooling2dForwardFacts,
  maxPooling2dInputGradient: maxPooling2dInputGradientFacts,
  averagePooling2dForward: averagePooling2dForwardFacts,
  averagePooling2dInputGradient: averagePooling2dInputGradientFacts,
  globalAveragePooling2dForward: globalAveragePooling2dForwardFacts,
  globalAveragePooling2dInputGradient: globalAveragePooling2dInputGradientFacts,
  globalMaxPooling2dForward: globalMaxPooling2dForwardFacts,
  globalMaxPooling2dInputGradient: globalMaxPooling2dInputGradientFacts,
  upSampling2dForward: upSampling2dForwardFacts,
  upSampling2dInputGradient: upSampling2dInputGradientFacts,
  placeImage: placeImageFacts,
  permute: permuteFacts,
  dropoutForward: dropoutForwardFacts,
  dropoutInputGradient: dropoutInputGradientFacts,
  joinGradients: joinGradientsFacts,
  batchMoments: batchMomentsFacts,
  batchStatistics: batchStatisticsFacts,
  batchNormalizationForward: batchNormalizationForwardFacts,
  batchNormalizationInputGradient: batchNormalizationInputGradientFacts,
  layerNormalizationForward: layerNormalizationForwardFacts,
  layerNormalizationInputGradient: layerNormalizationInputGradientFacts,
  normalizationGradientSums: normalizationGradientSumsFacts,
  sumRuns: sumRunsFacts,
  mergeForward: mergeForwardFacts,
  mergeInputGradient: mergeInputGradientFacts,
  concatenateForward: concatenateForwardFacts,
  concatenateInputGradient: concatenateInputGradientFacts,
  spatialDropoutForward: drawnForwardFacts,
  spatialDropoutInputGradient: drawnInputGradientFacts,
  gaussianDropoutForward: drawnForwardFacts,
  gaussianDropoutInputGradient: drawnInputGradientFacts,
  gaussianNoiseForward: drawnForwardFacts,
  pointwiseForward: pointwiseForwardFacts,
  preluForward: preluForwardFacts,
  preluInputGradient: preluInputGradientFacts,
  preluAlphaGradient: preluAlphaGradientFacts,
  softmaxForward: softmaxForwardFacts,
  softmaxInputGradient: softmaxInputGradientFacts,
  classificationLoss: classificationLossFacts,
  optimize: optimizeFacts,
  finishStep: finishStepFacts,
}

export function factsOf<Kind extends OperationKind>(operation: Operation<Kind>): Facts {
  return byKind(FACTS, operation)
}

/** Calls the table's entry for the operation's kind with the operation. */
export function byKind<Kind extends OperationKind, Result>(
  table: ForEachKind<Result>,
  operation: Operation<Kind>,
): Result {
  return table[operation.kind](operation)
}

/** The buffers that an operation touches. */
export function buffersOf(operation: Operation): readonly string[] {
  const { reads, writes } = factsOf(operation)
  return [...reads, ...writes]
}
