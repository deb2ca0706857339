/**
 * The recipe's optimizers as Keras 3 defines them (`keras.optimizers`), over all variables at once.
 *
 * TensorFlow.js's own work variable by variable, 14 programs each with Adam, and leave tensors behind when they are disposed of. Here all
 * gradients are laid end to end, so that the arithmetic is done once however many layers there are.
 */
import * as tf from '@tensorflow/tfjs-core'
import { ADAM, RMSPROP } from '../../../model/training/optimizers'
import type { Recipe } from '../../../model/training/recipe'

export interface Optimizer {
  /** Moves the variables by one step. @param gradients one a variable, in their order and of their shapes. */
  apply(gradients: readonly tf.Tensor[], learningRate: number): void
  /** The memory, one array a moment: all variables' laid end to end. */
  saveMoments(): Promise<readonly Float32Array[]>
  /** Goes on after `steps` steps with the memory saved then. A moment that is absent is 0. */
  restoreMoments(saved: readonly Float32Array[], steps: number): void
  dispose(): void
}

/** Turns a gradient into what is taken from the weights; `moments` are its memory, which it replaces. */
type Rule = (
  gradient: tf.Tensor1D,
  moments: readonly tf.Tensor1D[],
  step: number,
  learningRate: number,
) => {
  readonly update: tf.Tensor1D
  readonly moments: readonly tf.Tensor1D[]
}

function ruleOf({ optimizer, momentum }: Recipe): { readonly moments: number; readonly rule: Rule } {
  switch (optimizer) {
    case 'adam':
      return {
        moments: 2,
        rule(gradient, [first, second], step, learningRate) {
          const newFirst = decay(first!, gradient, ADAM.beta1)
          const newSecond = decay(second!, tf.square(gradient), ADAM.beta2)
          const rate = (learningRate * Math.sqrt(1 - ADAM.beta2 ** step)) / (1 - ADAM.beta1 ** step)
          const update = tf.mul<tf.Tensor1D>(tf.div(newFirst, tf.add(tf.sqrt(newSecond), ADAM.epsilon)), rate)
          return { update, moments: [newFirst, newSecond] }
        },
      }
    case 'rmsprop':
      return {
        moments: 1,
        rule(gradient, [square], _step, learningRate) {
          const newSquare = decay(square!, tf.square(gradient), RMSPROP.rho)
          const update = tf.mul<tf.Tensor1D>(
            tf.div(gradient, tf.sqrt(tf.add(newSquare, RMSPROP.epsilon))),
            learningRate,
          )
          return { update, moments: [newSquare] }
        },
      }
    case 'sgd':
      return {
        moments: 1,
        rule(gradient, [velocity], _step, learningRate) {
          const newVelocity = tf.sub<tf.Tensor1D>(tf.mul(velocity!, momentum), tf.mul(gradient, learningRate))
          return { update: tf.neg(newVelocity), moments: [newVelocity] }
        },
      }
  }
}

/** The moving average that keeps `share` of the old. */
function decay(old: tf.Tensor1D, fresh: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(old, share), tf.mul(fresh, 1 - share))
}

export function createOptimizer(recipe: Recipe, variables: readonly tf.Variable[]): Optimizer {
  const { moments: count, rule } = ruleOf(recipe)
  const total = variables.reduce((sum, { size }) => sum + size, 0)
  let moments: readonly tf.Tensor1D[] = Array.from({ length: count }, () => tf.zeros([total]))
  let step = 0
  return {
    apply(gradients, learningRate) {
      step++
      const spent = moments
      tf.tidy(() => {
        const gradient = tf.concat(gradients.map((one) => tf.reshape<tf.Rank.R1>(one, [-1])))
        const moved = rule(gradient, moments, step, learningRate)
        moments = moved.moments.map((moment) => tf.keep(moment))
        let at = 0
        for (const variable of variables) {
          const part = tf.slice(moved.update, at, variable.size)
          variable.assign(tf.sub(variable, tf.reshape(part, variable.shape)))
          at += variable.size
        }
      })
      tf.dispose([...spent])
    },
    saveMoments: () => Promise.all(moments.map(async (moment) => Float32Array.from(await moment.data<'float32'>()))),
    restoreMoments(saved, steps) {
      tf.dispose([...moments])
      moments = moments.map((_, i) => (saved[i] ? tf.tensor1d(saved[i]) : tf.zeros([total])))
      step = steps
    },
    dispose: () => tf.dispose([...moments]),
  }
}
