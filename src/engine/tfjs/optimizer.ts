/** The recipe's optimizer with Keras's constants (Keras 3, `keras.optimizers`). */
import * as tf from '@tensorflow/tfjs-core'
import type { Recipe } from '../../model/recipe'

const EPSILON = 1e-7
const RHO = 0.9

export function createOptimizer({ optimizer, learningRate, momentum }: Recipe): tf.Optimizer {
  switch (optimizer) {
    case 'adam':
      return tf.train.adam(learningRate, 0.9, 0.999, EPSILON)
    case 'rmsprop':
      return tf.train.rmsprop(learningRate, RHO, momentum, EPSILON)
    case 'sgd':
      return momentum > 0 ? tf.train.momentum(learningRate, momentum) : tf.train.sgd(learningRate)
  }
}
