/** The activations that Keras and TensorFlow.js both have, under the same name and with the same definition. */
export const ACTIVATIONS = [
  { value: 'linear', label: 'linear' },
  { value: 'relu', label: 'relu' },
  { value: 'elu', label: 'elu' },
  { value: 'selu', label: 'selu' },
  { value: 'gelu', label: 'gelu' },
  { value: 'swish', label: 'swish' },
  { value: 'softplus', label: 'softplus' },
  { value: 'softsign', label: 'softsign' },
  { value: 'sigmoid', label: 'sigmoid' },
  { value: 'tanh', label: 'tanh' },
  { value: 'softmax', label: 'softmax' },
] as const

export type Activation = (typeof ACTIVATIONS)[number]['value']
