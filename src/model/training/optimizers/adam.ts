/** Adam of Keras 3 (Kingma and Ba, 2015; AMSGrad of Reddi, 2018). */
import {
  AMSGRAD_FIELD,
  BETA_FIELDS,
  defineOptimizer,
  EPSILON_FIELD,
  WEIGHT_DECAY_FIELD,
  type Decaying,
} from './optimizer'

/** Of Adam and its kin. */
export type AdamValues = Decaying & {
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly amsgrad: boolean
}

export const ADAM = defineOptimizer<'adam', AdamValues>({
  name: 'adam',
  label: 'Adam',
  about:
    'Each weight has steps of its own size, by the mean of its gradients and of their squares. It needs the least tuning.',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false, weightDecay: 0 },
  fields: [...BETA_FIELDS, EPSILON_FIELD, WEIGHT_DECAY_FIELD, AMSGRAD_FIELD],
  moments: adamMoments,
})

export function adamMoments({ amsgrad }: AdamValues): readonly string[] {
  return ['momentum', 'velocity', ...(amsgrad ? ['velocity_hat'] : [])]
}
