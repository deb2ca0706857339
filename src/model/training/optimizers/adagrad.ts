/** Adagrad of Keras 3 (Duchi, Hazan and Singer, 2011). */
import { defineOptimizer, EPSILON_FIELD, WEIGHT_DECAY_FIELD, type Decaying } from './optimizer'

type AdagradValues = Decaying & {
  readonly initialAccumulatorValue: number
  readonly epsilon: number
}

export const ADAGRAD = defineOptimizer<'adagrad', AdagradValues>({
  name: 'adagrad',
  label: 'Adagrad',
  about:
    'Divides each gradient by all that came before it, so that steps grow ever smaller. It takes a larger learning rate than the others.',
  learningRate: 0.001,
  defaults: { initialAccumulatorValue: 0.1, epsilon: 1e-7, weightDecay: 0 },
  fields: [
    {
      kind: 'number',
      name: 'initialAccumulatorValue',
      label: 'Initial accumulator',
      help: 'What the sum of squared gradients is before the first step: the first steps are smaller with a larger one (initial_accumulator_value).',
      advanced: true,
      min: 0,
      max: 1000,
      step: 0.1,
    },
    EPSILON_FIELD,
    WEIGHT_DECAY_FIELD,
  ],
  moments: () => ['accumulator'],
  initialMoment: ({ initialAccumulatorValue }) => initialAccumulatorValue,
})
