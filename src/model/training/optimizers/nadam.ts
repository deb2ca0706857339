/** Nadam of Keras 3 (Dozat, 2015): Adam with Nesterov's momentum, which grows from half of beta 1 to all of it. */
import { BETA_FIELDS, defineOptimizer, EPSILON_FIELD, WEIGHT_DECAY_FIELD, type Decaying } from './optimizer'

type NadamValues = Decaying & {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
}

/** The momentum of step t, from 1, is `beta1 (1 - 0.5 decay^t)`. */
export const NADAM_DECAY = 0.96

export const NADAM = defineOptimizer<'nadam', NadamValues>({
  name: 'nadam',
  label: 'Nadam',
  about: 'Adam that looks ahead: each step already goes by the mean that the next one will have (Nesterov).',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  fields: [...BETA_FIELDS, EPSILON_FIELD, WEIGHT_DECAY_FIELD],
  moments: () => ['momentum', 'velocity'],
})
