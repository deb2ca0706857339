/**
 * The operations of SpatialDropout2D, GaussianDropout and GaussianNoise. All of them draw from a hash of the seed, the layer, the step and the
 * value's place, so that the same seed gives the same draws, and backward computes them anew instead of reading them.
 */
import { COMMON } from '../buffers'
import type { Facts } from './facts'
import { keptBuffer, type InputGradientTarget } from './inputGradient'

/** The facts of each kind. */
export const noiseOperations = {
  spatialDropoutForward: (spec: SpatialDropout): Facts => forward(spec),
  spatialDropoutInputGradient: (spec: SpatialDropout): Facts => inputGradient(spec),
  gaussianDropoutForward: (spec: GaussianDropout): Facts => forward(spec),
  gaussianDropoutInputGradient: (spec: GaussianDropout): Facts => inputGradient(spec),
  gaussianNoiseForward: (spec: GaussianNoise): Facts => forward(spec),
}

interface Drawn {
  /** The layer's place in the stack: it tells the draws of several such layers apart. */
  readonly index: number
  readonly batchSize: number
}

/** Backward, `from` is the gradient of the output and `to` that of the input. */
interface Multiplied extends Drawn, Partial<Pick<InputGradientTarget, 'kept'>> {
  /** More than 0 and less than 1. */
  readonly rate: number
  readonly from: string
  readonly to: string
}

/** Drops whole channels of an image. */
export interface SpatialDropout extends Multiplied {
  /** Height times width. */
  readonly places: number
  readonly channels: number
}

/** Multiplies each value by a draw from a normal distribution around 1, of the standard deviation sqrt(rate / (1 - rate)). */
export interface GaussianDropout extends Multiplied {
  /** Values of one image. */
  readonly values: number
}

/** Adds to each value a draw from a normal distribution around 0. The input's gradient is the output's. */
export interface GaussianNoise extends Drawn {
  /** The standard deviation. */
  readonly stddev: number
  /** Values of one image. */
  readonly values: number
  readonly from: string
  readonly to: string
}

function forward(spec: SpatialDropout | GaussianDropout | GaussianNoise): Facts {
  const kept = 'kept' in spec ? keptBuffer(spec) : []
  return { name: 'forward', reads: [COMMON.state, spec.from, ...kept], writes: [spec.to], flops: 0 }
}

function inputGradient(spec: SpatialDropout | GaussianDropout): Facts {
  return { ...forward(spec), name: 'input gradient' }
}
