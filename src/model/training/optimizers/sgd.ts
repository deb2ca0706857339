/** SGD of Keras 3: gradient descent, with or without momentum (Polyak, 1964) and Nesterov's (1983). */
import { defineOptimizer, MOMENTUM_FIELD, WEIGHT_DECAY_FIELD, type Decaying } from './optimizer'

type SgdValues = Decaying & {
  readonly momentum: number
  readonly nesterov: boolean
}

export const SGD = defineOptimizer<'sgd', SgdValues>({
  name: 'sgd',
  label: 'SGD',
  about:
    'Each step goes straight down the gradient. A momentum of 0.9 makes it much faster, and it often ends best where the learning rate is well chosen.',
  learningRate: 0.01,
  defaults: { momentum: 0, nesterov: false, weightDecay: 0 },
  fields: [
    MOMENTUM_FIELD,
    WEIGHT_DECAY_FIELD,
    {
      kind: 'boolean',
      name: 'nesterov',
      label: 'Nesterov',
      help: 'Looks where the momentum will carry the weights, and steps from there (nesterov). It takes a momentum.',
      advanced: true,
    },
  ],
  moments: ({ momentum }) => (momentum === 0 ? [] : ['momentum']),
})
