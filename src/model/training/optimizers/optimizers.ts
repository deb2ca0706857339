/** The optimizers, and what follows from the one that a recipe has chosen. */
import type { Weights } from '../../graph/weights'
import type { Accumulation } from '../accumulation'
import type { MovingAverage } from '../movingAverage'
import { ADAGRAD } from './adagrad'
import { ADAM } from './adam'
import { ADAM_W } from './adamW'
import { NADAM } from './nadam'
import type { Optimizer } from './optimizer'
import { RMSPROP } from './rmsprop'
import { SGD } from './sgd'

/** A new optimizer is one file and one line here, and its update in each trainer. */
export const OPTIMIZERS = [ADAM, ADAM_W, NADAM, SGD, RMSPROP, ADAGRAD] as const

export type OptimizerName = (typeof OPTIMIZERS)[number]['name']

type Settings = { readonly [Each in (typeof OPTIMIZERS)[number] as Each['name']]: Each['defaults'] }

/** What the update of a run's weights follows from. A recipe is one. */
export type Optimized = Settings & {
  readonly optimizer: OptimizerName
  readonly accumulation: Accumulation
  readonly movingAverage: MovingAverage
}

/** What any optimizer does besides, as Keras's base optimizer does. What is off is absent. */
type Base = {
  /** So many steps make one update, by the mean of their gradients: 2 or more. */
  readonly gradientAccumulationSteps?: number
  readonly average?: Omit<MovingAverage, 'on'>
}

/** The chosen optimizer with its arguments, and with none of the others. */
export type OptimizerRule = Base &
  {
    readonly [Name in OptimizerName]: { readonly name: Name } & Settings[Name]
  }[OptimizerName]

export function ruleOf(recipe: Optimized): OptimizerRule {
  const { gradientAccumulationSteps } = recipe.accumulation
  const { on, ...average } = recipe.movingAverage
  return {
    name: recipe.optimizer,
    ...recipe[recipe.optimizer],
    ...(gradientAccumulationSteps !== null && { gradientAccumulationSteps }),
    ...(on && { average }),
    // A recipe has its own arguments for each.
  } as OptimizerRule
}

/** By its name, whatever its types: its own arguments are all that it is ever given. */
export function optimizerOf(name: OptimizerName): Optimizer<OptimizerName> {
  return (OPTIMIZERS as readonly unknown[] as readonly Optimizer<OptimizerName>[]).find((each) => each.name === name)!
}

/** What is kept of each weight for its moving average, and of its gradients until they make an update. Both begin at 0. */
export const AVERAGE = 'average'
export const ACCUMULATOR = 'gradient_accumulator'

/** What is kept for each weight, by Keras's names, in Keras's order: none to five. */
export function momentNames(rule: OptimizerRule): readonly string[] {
  return [...baseMoments(rule), ...optimizerOf(rule.name).moments(rule)]
}

/** Whether an update keeps something of each weight. What is accumulated comes before it. */
export function updateKeeps(rule: OptimizerRule): boolean {
  return momentNames(rule).some((name) => name !== ACCUMULATOR)
}

function baseMoments({ average, gradientAccumulationSteps }: Base): readonly string[] {
  return [...(average ? [AVERAGE] : []), ...(gradientAccumulationSteps === undefined ? [] : [ACCUMULATOR])]
}

/** What each of them is before the first step. */
export function initialMoments(rule: OptimizerRule): readonly number[] {
  const { moments, initialMoment } = optimizerOf(rule.name)
  return [...baseMoments(rule).map(() => 0), ...moments(rule).map(() => initialMoment(rule))]
}

/** The weights with those that are averaged by their averages. @param moments as `momentNames` names them. */
export function averagedWeights(rule: OptimizerRule, weights: Weights, moments: readonly Weights[]): Weights {
  const average = moments[momentNames(rule).indexOf(AVERAGE)]
  return average ? new Map([...weights, ...average]) : weights
}

/** The recipe with another optimizer. A learning rate that was Keras's for the one before becomes Keras's for this one. */
export function withOptimizer<Recipe extends { readonly optimizer: OptimizerName; readonly learningRate: number }>(
  recipe: Recipe,
  optimizer: OptimizerName,
): Recipe {
  const isUsual = recipe.learningRate === optimizerOf(recipe.optimizer).learningRate
  return { ...recipe, optimizer, ...(isUsual && { learningRate: optimizerOf(optimizer).learningRate }) }
}
