/** Adam's update, and AdamW's. */
import * as tf from '@tensorflow/tfjs-core'
import type { AdamValues } from '../../../../model/training/optimizers/adam'
import { decay } from './decay'
import type { Update } from './update'

export const adam: Update<AdamValues> = ({ beta1, beta2, epsilon, amsgrad }, input) => {
  const { gradient, moments, learningRate, correction1, correction2 } = input
  const momentum = decay(moments['momentum'], gradient, beta1)
  const velocity = decay(moments['velocity'], tf.square(gradient), beta2)
  const hat = amsgrad && tf.maximum<tf.Tensor1D>(moments['velocity_hat']!, velocity)
  const rate = (learningRate * Math.sqrt(correction2)) / correction1
  const update = tf.mul<tf.Tensor1D>(tf.div(momentum, tf.add(tf.sqrt(hat || velocity), epsilon)), rate)
  return { update, moments: { momentum, velocity, ...(hat && { velocity_hat: hat }) } }
}
