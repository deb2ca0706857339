/** The activations that work on one value at a time, and the value that each keeps for the backward pass. */
import type { Activation, RowActivation } from '../../../model/layers/activations'

/** Those that Keras knows by a name alone. Softmax and its logarithm work on a whole row, and are operations of their own. */
export type PointwiseName = Exclude<Activation, RowActivation>

/** Keras's ReLU: a value above the threshold stays, up to `maxValue`; below, `negativeSlope` times its distance to the threshold. */
interface Relu {
  readonly kind: 'relu'
  /** More than 0; `null` for no bound. */
  readonly maxValue: number | null
  /** Not negative. */
  readonly negativeSlope: number
  /** Not negative. */
  readonly threshold: number
}

/** Keras's ELU: alpha (exp(z) - 1) below 0. */
interface Elu {
  readonly kind: 'elu'
  /** Not negative. */
  readonly alpha: number
}

/** scale z + offset. */
interface Affine {
  readonly kind: 'affine'
  readonly scale: number
  readonly offset: number
}

export type PointwiseActivation = PointwiseName | Relu | Elu | Affine

/** Of those whose derivative can't be computed from their output. */
const KEEPING_SUM: ReadonlySet<PointwiseActivation> = new Set(['gelu', 'swish', 'mish'])

/** Whether the derivative is computed from the sum before the activation. Otherwise the output, which is there anyway, is enough. */
export function keepsSum(activation: PointwiseActivation): boolean {
  return KEEPING_SUM.has(activation)
}

/** Whether the derivative is 0 where the output is not above 0, and 1 elsewhere. */
export function isPlainRelu(activation: PointwiseActivation): boolean {
  if (typeof activation === 'string') return activation === 'relu'
  return activation.kind === 'relu' && activation.maxValue === null && activation.negativeSlope === 0
}

/** Whether a larger sum never gives a smaller output. */
export function isRising(activation: PointwiseActivation): boolean {
  if (typeof activation === 'string') return !keepsSum(activation)
  return activation.kind !== 'affine' || activation.scale >= 0
}
