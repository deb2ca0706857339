/** The activations that Ludwig and Strata both have. */
import type { Activation } from '../../model/layers/activations'

/** By Ludwig's names. */
export const FROM_LUDWIG: ReadonlyMap<string, Activation> = new Map([
  ['relu', 'relu'],
  ['elu', 'elu'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['softmax', 'softmax'],
  ['gelu', 'gelu'],
  ['silu', 'swish'],
  ['swish', 'swish'],
  ['mish', 'mish'],
  ['selu', 'selu'],
  ['relu6', 'relu6'],
  ['hardsigmoid', 'hard_sigmoid'],
  ['softplus', 'softplus'],
  // With an alpha of 1, which is PyTorch's own, it is elu.
  ['celu', 'elu'],
])

/** What Ludwig calls a leaky ReLU, and its slope, which is PyTorch's own. */
export const LEAKY_RELU = 'leakyRelu'
export const LEAKY_SLOPE = 0.01

/** Those that every Ludwig takes. */
export const TO_LUDWIG: ReadonlyMap<Activation, string | null> = new Map([
  ['linear', null],
  ['relu', 'relu'],
  ['elu', 'elu'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
])
