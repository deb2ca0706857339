/** AdamW of Keras 3 (Loshchilov and Hutter, 2019): Adam, with the decay of the weights that Keras gives it. */
import { ADAM, adamMoments, type AdamValues } from './adam'
import { AMSGRAD_FIELD, BETA_FIELDS, defineOptimizer, EPSILON_FIELD, WEIGHT_DECAY_FIELD } from './optimizer'

const { advanced: _, ...weightDecay } = WEIGHT_DECAY_FIELD

export const ADAM_W = defineOptimizer<'adamW', AdamValues>({
  name: 'adamW',
  label: 'AdamW',
  about: 'Adam whose weights shrink a little in each step, which helps against learning by heart.',
  learningRate: 0.001,
  defaults: { ...ADAM.defaults, weightDecay: 0.004 },
  fields: [weightDecay, ...BETA_FIELDS, EPSILON_FIELD, AMSGRAD_FIELD],
  moments: adamMoments,
})
