/**
 * The operations that a plan is made of. Each is a plain spec: a kind, and numbers, names and lists that say what is computed from which
 * buffers, but not how. A trainer carries out every kind in a way of its own.
 */
import { averagePooling2dOperations } from './operations/averagePooling2d'
import { batchOperations } from './operations/batch'
import { batchNormalizationOperations } from './operations/batchNormalization'
import { clipGradientsOperations } from './operations/clipGradients'
import { concatenateOperations } from './operations/concatenate'
import { conv2dOperations } from './operations/conv2d'
import { conv2dTransposeOperations } from './operations/conv2dTranspose'
import { denseOperations } from './operations/dense'
import { denseLossOperations } from './operations/denseLoss'
import { depthwiseConv2dOperations } from './operations/depthwiseConv2d'
import { dropoutOperations } from './operations/dropout'
import { endStepOperations } from './operations/endStep'
import type { Facts } from './operations/facts'
import { filterGradientOperations } from './operations/filterGradient'
import { filterGradientBelowOperations } from './operations/filterGradientBelow'
import { globalPooling2dOperations } from './operations/globalPooling2d'
import { joinGradientsOperations } from './operations/joinGradients'
import { layerNormalizationOperations } from './operations/layerNormalization'
import { maxPooling2dOperations } from './operations/maxPooling2d'
import { mergeOperations } from './operations/merge'
import { noiseOperations } from './operations/noise'
import { normalizationSumsOperations } from './operations/normalizationSums'
import { permuteOperations } from './operations/permute'
import { placeImageOperations } from './operations/placeImage'
import { pointwiseOperations } from './operations/pointwise'
import { preluOperations } from './operations/prelu'
import { softmaxOperations } from './operations/softmax'
import { stepOperations } from './operations/step'
import { trainingLossOperations } from './operations/trainingLoss'
import { transposeKernelOperations } from './operations/transposeKernel'
import { upSampling2dOperations } from './operations/upSampling2d'

/** Every kind that a stack is lowered to, with the facts that follow from its spec. A file of operations is one line here. */
const LOWERED = {
  ...averagePooling2dOperations,
  ...batchOperations,
  ...batchNormalizationOperations,
  ...clipGradientsOperations,
  ...concatenateOperations,
  ...conv2dOperations,
  ...conv2dTransposeOperations,
  ...denseOperations,
  ...depthwiseConv2dOperations,
  ...dropoutOperations,
  ...filterGradientOperations,
  ...globalPooling2dOperations,
  ...joinGradientsOperations,
  ...layerNormalizationOperations,
  ...maxPooling2dOperations,
  ...mergeOperations,
  ...noiseOperations,
  ...normalizationSumsOperations,
  ...permuteOperations,
  ...placeImageOperations,
  ...pointwiseOperations,
  ...preluOperations,
  ...softmaxOperations,
  ...stepOperations,
  ...transposeKernelOperations,
  ...upSampling2dOperations,
}

/** Every kind that fusions make of those. Only trainers that take a `FusedPlan` carry them out. */
const FUSED = {
  ...denseLossOperations,
  ...endStepOperations,
  ...filterGradientBelowOperations,
  ...trainingLossOperations,
}

const FACTS = { ...LOWERED, ...FUSED }

export type OperationKind = keyof typeof LOWERED
export type AnyOperationKind = keyof typeof FACTS

/** An operation of a kind, or of any that a stack is lowered to. */
export type Operation<Kind extends AnyOperationKind = OperationKind> = {
  readonly [Each in Kind]: {
    readonly kind: Each
    /** The Keras name of the layer that it belongs to, or of the step's own part, such as `optimizer`. */
    readonly layer: string
  } & Parameters<(typeof FACTS)[Each]>[0]
}[Kind]

/** An operation of any kind, fused ones among them. */
export type AnyOperation = Operation<AnyOperationKind>

/** A table with an entry for every kind, fused ones among them. A kind without one fails to compile. */
export type ForEachKind<Result, Rest extends readonly unknown[] = []> = {
  readonly [Kind in AnyOperationKind]: (spec: Operation<Kind>, ...rest: Rest) => Result
}

export function factsOf<Kind extends AnyOperationKind>(operation: Operation<Kind>): Facts {
  return byKind(FACTS, operation)
}

/** Calls the table's entry for the operation's kind with the operation, and what else the entries take. */
export function byKind<Kind extends AnyOperationKind, Result, Rest extends readonly unknown[]>(
  table: ForEachKind<Result, Rest>,
  operation: Operation<Kind>,
  ...rest: Rest
): Result {
  return table[operation.kind](operation, ...rest)
}

/** The buffers that an operation touches. */
export function buffersOf(operation: AnyOperation): readonly string[] {
  const { reads, writes } = factsOf(operation)
  return [...reads, ...writes]
}
