/** The activations in float64, and their derivatives from the sum, from their definitions in Keras. */
import type { PointwiseActivation, PointwiseName } from '../plan/activations'

const SCALE = 1.0507009873554805
const ALPHA = 1.6732632423543772

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))
const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))

/** By its Taylor series; from 4 on, 1 to within 2e-8. */
function erf(x: number): number {
  if (Math.abs(x) >= 4) return Math.sign(x)
  let term = x
  let sum = x
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

interface Reference {
  f(z: number): number
  df(z: number): number
}

export const ACTIVATIONS: Readonly<Record<PointwiseName, Reference>> = {
  linear: { f: (z) => z, df: () => 1 },
  relu: { f: (z) => Math.max(0, z), df: (z) => (z > 0 ? 1 : 0) },
  relu6: { f: (z) => Math.min(Math.max(0, z), 6), df: (z) => (z > 0 && z < 6 ? 1 : 0) },
  elu: { f: (z) => (z > 0 ? z : Math.expm1(z)), df: (z) => (z > 0 ? 1 : Math.exp(z)) },
  selu: {
    f: (z) => SCALE * (z > 0 ? z : ALPHA * Math.expm1(z)),
    df: (z) => SCALE * (z > 0 ? 1 : ALPHA * Math.exp(z)),
  },
  gelu: {
    f: (z) => 0.5 * z * (1 + erf(z / Math.SQRT2)),
    df: (z) => 0.5 * (1 + erf(z / Math.SQRT2)) + (z * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI),
  },
  swish: { f: (z) => z * sigmoid(z), df: (z) => sigmoid(z) + z * sigmoid(z) * (1 - sigmoid(z)) },
  mish: {
    f: (z) => z * Math.tanh(softplus(z)),
    df: (z) => Math.tanh(softplus(z)) + z * (1 - Math.tanh(softplus(z)) ** 2) * sigmoid(z),
  },
  softplus: { f: softplus, df: sigmoid },
  softsign: { f: (z) => z / (1 + Math.abs(z)), df: (z) => 1 / (1 + Math.abs(z)) ** 2 },
  sigmoid: { f: sigmoid, df: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  hard_sigmoid: { f: (z) => Math.min(Math.max(0, z + 3), 6) / 6, df: (z) => (Math.abs(z) < 3 ? 1 / 6 : 0) },
  tanh: { f: Math.tanh, df: (z) => 1 - Math.tanh(z) ** 2 },
}

/** Of any pointwise activation, with parameters too. */
export function referenceOf(activation: PointwiseActivation): Reference {
  if (typeof activation === 'string') return ACTIVATIONS[activation]
  switch (activation.kind) {
    case 'relu': {
      const { negativeSlope, threshold } = activation
      const maxValue = activation.maxValue ?? Infinity
      return {
        f: (z) => (z > threshold ? Math.min(z, maxValue) : negativeSlope * (z - threshold)),
        df: (z) => (z <= threshold ? negativeSlope : z < maxValue ? 1 : 0),
      }
    }
    case 'elu':
      return {
        f: (z) => (z > 0 ? z : activation.alpha * Math.expm1(z)),
        df: (z) => (z > 0 ? 1 : activation.alpha * Math.exp(z)),
      }
    case 'affine':
      return { f: (z) => activation.scale * z + activation.offset, df: () => activation.scale }
  }
}
