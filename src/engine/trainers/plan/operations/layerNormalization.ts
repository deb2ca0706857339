/**
 * The operations of LayerNormalization over the last axes: every row of values is normalised by its own mean and variance. Backward: the
 * input's gradient; `NormalizationGradientSums` makes the weights' own.
 */
import { keepsSum, type PointwiseActivation } from '../activations'
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const layerNormalizationOperations = { layerNormalizationForward, layerNormalizationInputGradient }

interface Rows {
  readonly batchSize: number
  /** Rows of one image. */
  readonly rows: number
  /** Values of a row. */
  readonly length: number
}

/** What is kept of each row: the mean of its values, its first value taken off, and 1 / sqrt(variance + epsilon). */
export const LAYER_STATISTICS = { mean: 0, inverse: 1, values: 2 } as const

export interface LayerNormalizationForward extends Rows {
  readonly input: string
  readonly epsilon: number
  /** Where the weights lie. Without gamma the scale is 1, without beta the shift 0. */
  readonly gammaOffset?: number
  readonly betaOffset?: number
  /** rows x `LAYER_STATISTICS.values`. */
  readonly statistics: string
  readonly activation: PointwiseActivation
  readonly output: string
  /** The buffer of the values before the activation, for activations whose derivative needs them. */
  readonly sums: string
}

function layerNormalizationForward(spec: LayerNormalizationForward): Facts {
  const weighted = spec.gammaOffset !== undefined || spec.betaOffset !== undefined
  return {
    name: 'forward',
    reads: [COMMON.state, spec.input, ...(weighted ? [COMMON.weights] : [])],
    writes: [spec.statistics, spec.output, ...(keepsSum(spec.activation) ? [spec.sums] : [])],
    flops: 0,
  }
}

export interface LayerNormalizationInputGradient extends Rows, InputGradientTarget {
  readonly input: string
  /** The gradient of the normalised values, before the activation. */
  readonly source: string
  readonly statistics: string
  readonly gammaOffset?: number
}

function layerNormalizationInputGradient(spec: LayerNormalizationInputGradient): Facts {
  const { input, source, statistics, gammaOffset } = spec
  const weights = gammaOffset === undefined ? [] : [COMMON.weights]
  return {
    name: 'input gradient',
    reads: [...new Set([COMMON.state, input, source, statistics, ...weights, ...keptBuffer(spec)])],
    writes: [spec.gradient],
    flops: 0,
  }
}
