/** RMSprop of Keras 3 (Tieleman and Hinton, 2012). */
import { defineOptimizer, EPSILON_FIELD, MOMENTUM_FIELD, WEIGHT_DECAY_FIELD, type Decaying } from './optimizer'

type RmspropValues = Decaying & {
  readonly rho: number
  readonly momentum: number
  readonly epsilon: number
  readonly centered: boolean
}

export const RMSPROP = defineOptimizer<'rmsprop', RmspropValues>({
  name: 'rmsprop',
  label: 'RMSprop',
  about: 'Divides each gradient by how large those of its weight have been of late.',
  learningRate: 0.001,
  defaults: { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false, weightDecay: 0 },
  fields: [
    {
      kind: 'number',
      name: 'rho',
      label: 'Rho',
      help: 'How much of the mean of the squared gradients so far is kept in each step.',
      min: 0,
      max: 1,
      maxExcluded: true,
      step: 0.05,
    },
    { ...MOMENTUM_FIELD, advanced: true },
    EPSILON_FIELD,
    WEIGHT_DECAY_FIELD,
    {
      kind: 'boolean',
      name: 'centered',
      label: 'Centered',
      help: 'Divides by how much the gradients vary, instead of by how large they are.',
      advanced: true,
    },
  ],
  moments: ({ momentum, centered }) => [
    'velocity',
    ...(momentum === 0 ? [] : ['momentum']),
    ...(centered ? ['average_gradient'] : []),
  ],
})
