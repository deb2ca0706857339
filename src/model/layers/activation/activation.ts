/** Activation: a function by its name, applied to every value. */
import { ACTIVATIONS, readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer } from '../define'
import { changesNothing, SAME_SHAPE } from '../sameShape'

type ActivationArgs = {
  readonly activation: Activation
}

export const activation = defineLayer<'Activation', ActivationArgs>({
  ...SAME_SHAPE,
  className: 'Activation',
  family: 'activation',
  keywords: ['nonlinearity', ...ACTIVATIONS.map(({ value }) => value)],
  summary: 'Applies a function to every value, such as relu, which sets negative values to zero.',
  defaults: { activation: 'relu' },
  fields: [
    {
      kind: 'choice',
      name: 'activation',
      label: 'Activation',
      help: 'The function; softmax and log_softmax take the values along the last axis together.',
      options: ACTIVATIONS,
    },
  ],
  problems: ({ activation: name }) =>
    name === 'linear' ? [changesNothing('Activation', 'The function is linear')] : [],
  toConfig: ({ activation: name }) => ({ activation: name }),
  fromConfig: (config) => ({ activation: readActivation(config) }),
})
