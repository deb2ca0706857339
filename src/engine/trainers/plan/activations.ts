/** The activations that work on one value at a time, and the value that each keeps for the backward pass. */
import type { Activation } from '../../../model/layers/activations'

/** Softmax works on a whole row, and is an operation of its own. */
export type PointwiseActivation = Exclude<Activation, 'softmax'>

/** What the derivative is computed from: the output, which is there anyway, or the sum before the activation. */
const KEPT: Readonly<Record<PointwiseActivation, 'output' | 'sum'>> = {
  linear: 'output',
  relu: 'output',
  elu: 'output',
  selu: 'output',
  gelu: 'sum',
  swish: 'sum',
  softplus: 'output',
  softsign: 'output',
  sigmoid: 'output',
  tanh: 'output',
}

export function keepsSum(activation: PointwiseActivation): boolean {
  return KEPT[activation] === 'sum'
}
