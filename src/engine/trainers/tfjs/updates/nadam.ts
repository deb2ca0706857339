/** Nadam's update. */
import * as tf from '@tensorflow/tfjs-core'
import { NADAM_DECAY } from '../../../../model/training/optimizers/nadam'
import type { OptimizerRule } from '../../../../model/training/optimizers/optimizers'
import { decay } from './decay'
import type { Update } from './update'

export const nadam: Update<Extract<OptimizerRule, { name: 'nadam' }>> = ({ beta1, beta2, epsilon }, input) => {
  const { gradient, moments, learningRate, correction2, momentumDecay, momentumProduct } = input
  const momentum = decay(moments['momentum'], gradient, beta1)
  const velocity = decay(moments['velocity'], tf.square(gradient), beta2)
  const now = beta1 * (1 - 0.5 * momentumDecay)
  const next = beta1 * (1 - 0.5 * NADAM_DECAY * momentumDecay)
  const ahead = tf.add(
    tf.mul(momentum, next / (1 - momentumProduct * next)),
    tf.mul(gradient, (1 - now) / (1 - momentumProduct)),
  )
  const size = tf.add(tf.sqrt(tf.div(velocity, correction2)), epsilon)
  return { update: tf.mul(tf.div(ahead, size), learningRate), moments: { momentum, velocity } }
}
