/** What an update on TensorFlow.js is. */
import type * as tf from '@tensorflow/tfjs-core'
import type { Corrections } from '../../plan/corrections'

/** What is kept of all weights, laid end to end, by Keras's names. */
export type Moments = Readonly<Record<string, tf.Tensor1D>>

export interface UpdateInput extends Corrections {
  /** Of all weights, laid end to end. */
  readonly gradient: tf.Tensor1D
  /** As the step before left them. */
  readonly moments: Moments
  readonly learningRate: number
}

/** @returns what is taken from the weights, and the new moments. */
export type Update<Rule> = (
  rule: Rule,
  input: UpdateInput,
) => { readonly update: tf.Tensor1D; readonly moments: Moments }
