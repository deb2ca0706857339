/**
 * What an optimizer is: how a step changes the weights, by Keras 3's definition. Each is a section of the recipe with the arguments that it has
 * in Keras, and Keras's defaults. Here is what a person chooses, and what a trainer keeps of each weight; each trainer has the update itself.
 */
import type { BooleanField, NumberField } from '../../layers/define'
import type { RecipeSection, SectionValues } from '../section'

export interface Optimizer<
  Name extends string = string,
  Values extends SectionValues = SectionValues,
  Setting extends string = string,
> extends RecipeSection<Name, Values, Setting> {
  /** A sentence or two, in plain words. The label is Keras's name. */
  readonly about: string
  /** The learning rate that Keras gives it unless another is asked for. */
  readonly learningRate: number
  /** What it keeps for each weight from step to step, by Keras's names, in the order in which trainers keep it. */
  moments(values: Values): readonly string[]
  /** What each of them is before the first step. */
  initialMoment(values: Values): number
}

type Definition<Name extends string, Values extends SectionValues> = Optimizer<Name, Values, keyof Values & string>

/** Infers an optimizer's arguments. It counts where the recipe names it. Moments begin at 0 unless it says otherwise. */
export function defineOptimizer<const Name extends string, Values extends SectionValues>(
  optimizer: Omit<Definition<Name, Values>, 'isUsed' | 'initialMoment'> &
    Partial<Pick<Definition<Name, Values>, 'initialMoment'>>,
): Definition<Name, Values> {
  return { initialMoment: () => 0, ...optimizer, isUsed: (_values, plan) => plan.optimizer === optimizer.name }
}

/** That every optimizer of Keras has. */
export type Decaying = {
  /** The share of each weight, times the learning rate, that a step takes away before its update. 0 is Keras's `None`. */
  readonly weightDecay: number
}

/** Folded away, but for the optimizer that is named after it. */
export const WEIGHT_DECAY_FIELD = {
  kind: 'number',
  name: 'weightDecay',
  label: 'Weight decay',
  help: 'Each step takes this share of every weight away, times the learning rate, so that none grows large: 0 takes nothing (weight_decay).',
  advanced: true,
  min: 0,
  max: 10,
  step: 0.001,
} as const satisfies NumberField<'weightDecay'>

export const EPSILON_FIELD = {
  kind: 'number',
  name: 'epsilon',
  label: 'Epsilon',
  help: 'A small number that keeps a step from dividing by zero. A larger one makes steps smaller where gradients are small.',
  advanced: true,
  min: 1e-12,
  max: 1,
  step: 1e-7,
} as const satisfies NumberField<'epsilon'>

const MEAN = { kind: 'number', advanced: true, min: 0, max: 1, maxExcluded: true } as const

export const BETA_FIELDS = [
  {
    ...MEAN,
    name: 'beta1',
    label: 'Beta 1',
    help: 'How much of the mean of the gradients so far is kept in each step (beta_1).',
    step: 0.01,
  },
  {
    ...MEAN,
    name: 'beta2',
    label: 'Beta 2',
    help: 'How much of the mean of their squares is kept in each step (beta_2).',
    step: 0.001,
  },
] as const satisfies readonly NumberField<'beta1' | 'beta2'>[]

export const AMSGRAD_FIELD = {
  kind: 'boolean',
  name: 'amsgrad',
  label: 'AMSGrad',
  help: 'Divides by the largest mean of squares so far, instead of the present one, so that steps never grow again (amsgrad; Reddi, 2018).',
  advanced: true,
} as const satisfies BooleanField<'amsgrad'>

export const MOMENTUM_FIELD = {
  kind: 'number',
  name: 'momentum',
  label: 'Momentum',
  help: 'How much of the last step is carried into the next.',
  min: 0,
  max: 1,
  maxExcluded: true,
  step: 0.05,
} as const satisfies NumberField<'momentum'>
