import { expect, it } from 'vitest'
import { readActivation } from './activations'
import { LayerConfigError } from './kerasConfig'

it.each([
  ['relu', 'relu'],
  ['silu', 'swish'],
  [{ class_name: 'function', config: 'silu', module: 'builtins', registered_name: 'function' }, 'swish'],
  [null, 'linear'],
  [undefined, 'linear'],
] as const)('is read from a config: %j', (activation, expected) => {
  expect(readActivation({ activation })).toBe(expected)
})

it('has the default of the layer, under the key of the layer', () => {
  expect(readActivation({ recurrent_activation: 'tanh' }, 'recurrent_activation')).toBe('tanh')
  expect(readActivation({}, 'activation', 'softmax')).toBe('softmax')
})

it.each(['hard_swish', 'toString', 3, { class_name: 'LeakyReLU', config: {} }])('refuses %j', (activation) => {
  expect(() => readActivation({ activation })).toThrow(LayerConfigError)
})
