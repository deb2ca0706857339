/** The optimizers, and what follows from the one that a recipe has chosen. */
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
export type Optimized = Settings & { readonly optimizer: OptimizerName }

/** The chosen optimizer with its arguments, and with none of the others. */
export type OptimizerRule = {
  readonly [Name in OptimizerName]: { readonly name: Name } & Settings[Name]
}[OptimizerName]

export function ruleOf(recipe: Optimized): OptimizerRule {
  // A recipe has its own arguments for each.
  return { name: recipe.optimizer, ...recipe[recipe.optimizer] } as OptimizerRule
}

/** By its name, whatever its types: its own arguments are all that it is ever given. */
export function optimizerOf(name: OptimizerName): Optimizer<OptimizerName> {
  return (OPTIMIZERS as readonly unknown[] as readonly Optimizer<OptimizerName>[]).find((each) => each.name === name)!
}

/** What is kept for each weight, by Keras's names, in the order in which it is kept: none to three. */
export function momentNames(rule: OptimizerRule): readonly string[] {
  return optimizerOf(rule.name).moments(rule)
}

/** What each of them is before the first step. */
export function initialMoment(rule: OptimizerRule): number {
  return optimizerOf(rule.name).initialMoment(rule)
}

/** The recipe with another optimizer. A learning rate that was Keras's for the one before becomes Keras's for this one. */
export function withOptimizer<Recipe extends { readonly optimizer: OptimizerName; readonly learningRate: number }>(
  recipe: Recipe,
  optimizer: OptimizerName,
): Recipe {
  const isUsual = recipe.learningRate === optimizerOf(recipe.optimizer).learningRate
  return { ...recipe, optimizer, ...(isUsual && { learningRate: optimizerOf(optimizer).learningRate }) }
}
