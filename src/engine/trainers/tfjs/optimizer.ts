/**
 * The recipe's optimizer as Keras 3 defines it (`keras.optimizers`), over all variables at once.
 *
 * TensorFlow.js's own work variable by variable, 14 programs each with Adam, and leave tensors behind when they are disposed of. Here all
 * gradients are laid end to end, so that the arithmetic is done once however many layers there are.
 */
import * as tf from '@tensorflow/tfjs-core'
import {
  initialMoment,
  momentNames,
  type OptimizerName,
  type OptimizerRule,
} from '../../../model/training/optimizers/optimizers'
import { createCorrections } from '../plan/corrections'
import { adagrad } from './updates/adagrad'
import { adam } from './updates/adam'
import { nadam } from './updates/nadam'
import { rmsprop } from './updates/rmsprop'
import { sgd } from './updates/sgd'
import type { Moments, Update } from './updates/update'

export interface Optimizer {
  /** Moves the variables by one step. @param gradients one a variable, in their order and of their shapes. */
  apply(gradients: readonly tf.Tensor[], learningRate: number): void
  /** The memory, one array a moment: all variables' laid end to end. */
  saveMoments(): Promise<readonly Float32Array[]>
  /** Goes on after `steps` steps with the memory saved then. A moment that is absent is as before the first step. */
  restoreMoments(saved: readonly Float32Array[], steps: number): void
  dispose(): void
}

const UPDATES: { readonly [Name in OptimizerName]: Update<Extract<OptimizerRule, { name: Name }>> } = {
  adam,
  adamW: adam,
  nadam,
  sgd,
  rmsprop,
  adagrad,
}

export function createOptimizer(rule: OptimizerRule, variables: readonly tf.Variable[]): Optimizer {
  // The table pairs each name with the update for its arguments.
  const updateOf = UPDATES[rule.name] as Update<OptimizerRule>
  const names = momentNames(rule)
  const correctionsAt = createCorrections(rule)
  const total = variables.reduce((sum, { size }) => sum + size, 0)
  const each = (make: (index: number) => tf.Tensor1D): Moments =>
    Object.fromEntries(names.map((name, index) => [name, make(index)]))
  const initial = (): tf.Tensor1D => tf.tensor1d(new Float32Array(total).fill(initialMoment(rule)))
  let moments = each(() => initial())
  let step = 0
  return {
    apply(gradients, learningRate) {
      const spent = moments
      const corrections = correctionsAt(step++)
      tf.tidy(() => {
        const gradient = tf.concat(gradients.map((one) => tf.reshape<tf.Rank.R1>(one, [-1])))
        const moved = updateOf(rule, { gradient, moments, learningRate, ...corrections })
        moments = each((index) => tf.keep(moved.moments[names[index]!]!))
        let at = 0
        for (const variable of variables) {
          const part = tf.slice(moved.update, at, variable.size)
          variable.assign(tf.sub(decayed(variable, rule, learningRate), tf.reshape(part, variable.shape)))
          at += variable.size
        }
      })
      tf.dispose(spent)
    },
    saveMoments: () =>
      Promise.all(names.map(async (name) => Float32Array.from(await moments[name]!.data<'float32'>()))),
    restoreMoments(saved, steps) {
      tf.dispose(moments)
      moments = each((index) => (saved[index] ? tf.tensor1d(saved[index]) : initial()))
      step = steps
    },
    dispose: () => tf.dispose(moments),
  }
}

/** Keras takes the decay from the weights before it updates them, and behind the gradient. */
function decayed(variable: tf.Variable, { weightDecay }: OptimizerRule, learningRate: number): tf.Tensor {
  return weightDecay === 0 ? variable : tf.sub(variable, tf.mul(variable, weightDecay * learningRate))
}
