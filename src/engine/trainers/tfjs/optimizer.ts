/**
 * The recipe's optimizer as Keras 3 defines it (`keras.optimizers`), over all variables at once.
 *
 * TensorFlow.js's own work variable by variable, 14 programs each with Adam, and leave tensors behind when they are disposed of. Here all
 * gradients are laid end to end, so that the arithmetic is done once however many layers there are.
 */
import * as tf from '@tensorflow/tfjs-core'
import { NO_CLIPPING, type Clipping } from '../../../model/training/clipping'
import {
  ACCUMULATOR,
  AVERAGE,
  initialMoments,
  momentNames,
  type OptimizerName,
  type OptimizerRule,
} from '../../../model/training/optimizers/optimizers'
import { createCorrections, type Corrections } from '../plan/corrections'
import { clipGradients } from './clipGradients'
import { adagrad } from './updates/adagrad'
import { adam } from './updates/adam'
import { decay } from './updates/decay'
import { nadam } from './updates/nadam'
import { rmsprop } from './updates/rmsprop'
import { sgd } from './updates/sgd'
import type { Moments, Update } from './updates/update'

export interface Optimizer {
  /** Moves the variables by one step, or keeps the gradients for one. @param gradients one a variable, in their order and of their shapes. */
  apply(gradients: readonly tf.Tensor[], learningRate: number): void
  /** The memory, one array a moment: all variables' laid end to end. */
  saveMoments(): Promise<readonly Float32Array<ArrayBuffer>[]>
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

export function createOptimizer(
  rule: OptimizerRule,
  variables: readonly tf.Variable[],
  clipping: Clipping = NO_CLIPPING,
): Optimizer {
  // The table pairs each name with the update for its arguments.
  const updateOf = UPDATES[rule.name] as Update<OptimizerRule>
  const names = momentNames(rule)
  const correctionsAt = createCorrections(rule)
  const total = variables.reduce((sum, { size }) => sum + size, 0)
  const each = (make: (index: number) => tf.Tensor1D): Moments =>
    Object.fromEntries(names.map((name, index) => [name, make(index)]))
  const initial = (index: number): tf.Tensor1D =>
    tf.tensor1d(new Float32Array(total).fill(initialMoments(rule)[index]!))
  const { gradientAccumulationSteps: steps = 1, average } = rule
  let moments = each(initial)
  let step = 0

  const endToEnd = (all: readonly tf.Tensor[]): tf.Tensor1D =>
    tf.concat(all.map((one) => tf.reshape<tf.Rank.R1>(one, [-1])))
  /** Of each variable, in its shape. */
  const partsOf = (all: tf.Tensor1D): readonly tf.Tensor[] => {
    let at = 0
    return variables.map(({ size, shape }) => {
      const part = tf.reshape(tf.slice(all, at, size), shape)
      at += size
      return part
    })
  }
  /** Moves the variables. @returns the moments of the rule itself. */
  const update = (gradients: readonly tf.Tensor[], learningRate: number, corrections: Corrections): Moments => {
    const gradient = endToEnd(clipGradients(gradients, clipping))
    const moved = updateOf(rule, { gradient, moments, learningRate, ...corrections })
    for (const [index, part] of partsOf(moved.update).entries()) {
      const variable = variables[index]!
      variable.assign(tf.sub(decayed(variable, rule, learningRate), part))
    }
    return moved.moments
  }
  /** Keeps the gradients until they make an update. */
  const accumulate = (gradients: readonly tf.Tensor[], ...rest: [number, Corrections]): Moments => {
    const sum = tf.add<tf.Tensor1D>(moments[ACCUMULATOR]!, endToEnd(gradients))
    if ((step + 1) % steps !== 0) return { [ACCUMULATOR]: sum }
    return { ...update(partsOf(tf.div(sum, steps)), ...rest), [ACCUMULATOR]: tf.zerosLike(sum) }
  }
  /** The steps of the first update take the weights for their average. */
  const moveAverage = ({ emaMomentum, emaOverwriteFrequency }: NonNullable<typeof average>): Moments => {
    const updates = Math.floor(step / steps)
    const now = decay(moments[AVERAGE], endToEnd(variables), updates === 0 ? 0 : emaMomentum)
    if (emaOverwriteFrequency !== null && (updates + 1) % emaOverwriteFrequency === 0)
      for (const [index, part] of partsOf(now).entries()) variables[index]!.assign(part)
    return { [AVERAGE]: now }
  }

  return {
    apply(gradients, learningRate) {
      const before = moments
      const corrections = correctionsAt(step)
      tf.tidy(() => {
        const made = (steps === 1 ? update : accumulate)(gradients, learningRate, corrections)
        const moved = { ...before, ...made, ...(average && moveAverage(average)) }
        moments = each((index) => tf.keep(moved[names[index]!]!))
      })
      tf.dispose(Object.values(before).filter((moment) => !Object.values(moments).includes(moment)))
      step++
    },
    saveMoments: () =>
      Promise.all(names.map(async (name) => Float32Array.from(await moments[name]!.data<'float32'>()))),
    restoreMoments(saved, steps) {
      tf.dispose(moments)
      moments = each((index) => (saved[index] ? tf.tensor1d(saved[index]) : initial(index)))
      step = steps
    },
    dispose: () => tf.dispose(moments),
  }
}

/** Keras takes the decay from the weights before it updates them, and behind the gradient. */
function decayed(variable: tf.Variable, { weightDecay }: OptimizerRule, learningRate: number): tf.Tensor {
  return weightDecay === 0 ? variable : tf.sub(variable, tf.mul(variable, weightDecay * learningRate))
}
