/** The activations that Strata has, under the names and with the definitions of Keras 3. */
import type { KerasConfig } from './define'
import { readChoice } from './kerasConfig'

export const ACTIVATIONS = [
  { value: 'linear', label: 'linear' },
  { value: 'relu', label: 'relu' },
  { value: 'relu6', label: 'relu6' },
  { value: 'elu', label: 'elu' },
  { value: 'selu', label: 'selu' },
  { value: 'gelu', label: 'gelu' },
  { value: 'swish', label: 'swish' },
  { value: 'mish', label: 'mish' },
  { value: 'softplus', label: 'softplus' },
  { value: 'softsign', label: 'softsign' },
  { value: 'sigmoid', label: 'sigmoid' },
  { value: 'hard_sigmoid', label: 'hard_sigmoid' },
  { value: 'tanh', label: 'tanh' },
  { value: 'softmax', label: 'softmax' },
  { value: 'log_softmax', label: 'log_softmax' },
] as const

export type Activation = (typeof ACTIVATIONS)[number]['value']

/** The activations that need a whole row of values, along the last axis. All others work on one value at a time. */
export type RowActivation = 'softmax' | 'log_softmax'

export function isRowActivation(activation: Activation): activation is RowActivation {
  return activation === 'softmax' || activation === 'log_softmax'
}

/** Keras 3 writes swish under its other name, which Keras 2 and TensorFlow.js don't know. */
const OTHER_NAMES: ReadonlyMap<unknown, Activation> = new Map([['silu', 'swish']])

/**
 * The activation that a config names, as text or as Keras's reference to a function.
 *
 * @param missing what it means when the config names none.
 * @throws LayerConfigError when Strata doesn't have it.
 */
export function readActivation(config: KerasConfig, key = 'activation', missing: Activation = 'linear'): Activation {
  const name = functionName(config[key])
  return readChoice({ [key]: OTHER_NAMES.get(name) ?? name }, key, ACTIVATIONS, missing)
}

/** `{ class_name: 'function', config: 'relu' }` stands for `relu`. Anything else stands for itself. */
function functionName(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('class_name' in value) || !('config' in value)) return value
  return value.class_name === 'function' && typeof value.config === 'string' ? value.config : value
}
