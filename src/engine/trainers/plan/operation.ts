/**
 * The operations that a plan is made of. Each is a plain spec: a kind, and numbers, names and lists that say what is computed from which
 * buffers, but not how. A trainer carries out every kind in a way of its own.
 */
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
  denseForwardFacts,
  denseInputGradientFacts,
  type DenseForward,
  type DenseInputGradient,
} from './operations/dense'
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
  maxPooling2dForwardFacts,
  maxPooling2dInputGradientFacts,
  type MaxPooling2dForward,
  type MaxPooling2dInputGradient,
} from './operations/maxPooling2d'
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

/** The spec of each kind of operation. */
export interface OperationSpecs {
  readonly drawTransforms: DrawTransforms
  readonly gatherBatch: GatherBatch
  readonly gatherAugmented: GatherAugmented
  readonly conv2dForward: Conv2dForward
  readonly conv2dInputGradient: Conv2dInputGradient
  readonly filterGradient: FilterGradient
  readonly transposeKernel: TransposeKernel
  readonly denseForward: DenseForward
  readonly denseInputGradient: DenseInputGradient
  readonly maxPooling2dForward: MaxPooling2dForward
  readonly maxPooling2dInputGradient: MaxPooling2dInputGradient
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
  denseForward: denseForwardFacts,
  denseInputGradient: denseInputGradientFacts,
  maxPooling2dForward: maxPooling2dForwardFacts,
  maxPooling2dInputGradient: maxPooling2dInputGradientFacts,
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
