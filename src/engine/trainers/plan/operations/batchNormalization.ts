/**
 * The operations of BatchNormalization over the last axis. A batch is a matrix to them: a row for each place of each image, a column for each
 * channel. Forward: the batch's moments in runs of rows, what the batch is normalised by, and the normalisation with an activation behind it.
 * Backward: the input's gradient; `NormalizationGradientSums` makes the weights' own.
 */
import { keepsSum, type PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const batchNormalizationOperations = {
  batchMoments,
  batchStatistics,
  batchNormalizationForward,
  batchNormalizationInputGradient,
}

export interface BatchMatrix {
  readonly batchSize: number
  /** Rows of one image. */
  readonly positions: number
  readonly channels: number
}

/** Values that each channel is normalised by, in rows of a value for each channel. */
export const BATCH_STATISTICS = {
  /** A value near the channel's mean. Taken off first, it leaves small numbers, which f32 holds exactly. */
  pivot: 0,
  /** The mean of what is left then. */
  mean: 1,
  /** 1 / sqrt(variance + epsilon). */
  inverse: 2,
  /** The inverse deviation times gamma. */
  scale: 3,
  /** Beta. */
  shift: 4,
  rows: 5,
} as const

/**
 * What a part keeps of its rows where a batch is worked on in parts, in rows of a value for each channel. The parts don't know each other's
 * values, so that each has a pivot of its own.
 */
export const PART_MOMENTS = {
  /** A value of the channel. */
  pivot: 0,
  /** The mean of all of them, the pivot taken off. */
  mean: 1,
  /** The sum of squares about the mean. */
  squares: 2,
  rows: 3,
} as const

/** The moments of each run of rows, in training: the mean of each channel, its first value taken off, and the squares about that mean. */
export interface BatchMoments extends BatchMatrix {
  readonly input: string
  readonly runs: number
  /** runs x (means, then sums of squares); in parts, parts x `PART_MOMENTS.rows` x channels. */
  readonly moments: string
}

function batchMoments({ input, moments }: BatchMoments): Facts {
  return { name: 'moments', reads: [COMMON.state, input], writes: [moments], flops: 0 }
}

/**
 * What the batch is normalised by: in training its own mean and variance, which move the weights that are used otherwise:
 * moving = moving x momentum + the batch's x (1 - momentum), as in Keras 3. A frozen layer uses the weights in training too, and moves none.
 */
export interface BatchStatistics extends BatchMatrix {
  readonly input: string
  /** Of more than one run, and of parts; of a single run, the input itself is read. */
  readonly moments?: { readonly buffer: string; readonly runs: number }
  readonly frozen?: true
  readonly momentum: number
  readonly epsilon: number
  /** Where the weights lie. Without gamma the scale is 1, without beta the shift 0. */
  readonly gammaOffset?: number
  readonly betaOffset?: number
  readonly movingMeanOffset: number
  readonly movingVarianceOffset: number
  /** `BATCH_STATISTICS.rows` x channels. */
  readonly statistics: string
}

function batchStatistics({ input, moments, frozen, statistics }: BatchStatistics): Facts {
  if (frozen) return { name: 'statistics', reads: [COMMON.weights], writes: [statistics], flops: 0 }
  return {
    name: 'statistics',
    reads: [COMMON.state, input, ...(moments ? [moments.buffer] : [])],
    writes: [COMMON.weights, statistics],
    flops: 0,
  }
}

export interface BatchNormalizationForward extends BatchMatrix {
  readonly input: string
  readonly statistics: string
  readonly activation: PointwiseActivation
  readonly output: string
  /** The buffer of the values before the activation, for activations whose derivative needs them. */
  readonly sums: string
}

function batchNormalizationForward(spec: BatchNormalizationForward): Facts {
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, spec.statistics],
    writes: [spec.output, ...(keepsSum(spec.activation) ? [spec.sums] : [])],
    flops: 0,
  }
}

export interface BatchNormalizationInputGradient extends BatchMatrix, InputGradientTarget {
  readonly input: string
  /** The gradient of the normalised values, before the activation. */
  readonly source: string
  readonly statistics: string
  /** The gradient of gamma at `gammaAt`, that of beta at `betaAt`, whether the layer has them or not. */
  readonly sums: string
  readonly gammaAt: number
  readonly betaAt: number
}

function batchNormalizationInputGradient(spec: BatchNormalizationInputGradient): Facts {
  const { input, source, statistics, sums } = spec
  return {
    name: 'input gradient',
    reads: [...new Set([COMMON.state, input, source, statistics, sums, ...keptBuffer(spec)])],
    writes: [spec.gradient],
    flops: 0,
  }
}
