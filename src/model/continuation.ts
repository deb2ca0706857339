/** Whether a run that has ended can go on. What comes after depends on all that it began with, so none of that may have changed. */
import { isSameChoices, type DataChoices } from './dataChoices'
import { optimizerOf } from './training/optimizers/optimizers'
import { isSameRecipe, type Recipe } from './training/recipe'
import { spansRun } from './training/schedules/schedules'
import { isSameStack, type Stack } from './graph/stack'

export interface RunSubject {
  readonly stack: Stack
  readonly recipe: Recipe
  /** The data, as they were decided about. */
  readonly choices: DataChoices
}

/**
 * @param run what the run trained.
 * @param epoch the epoch that it ended in, from 1.
 * @param now what it is to go on with.
 * @returns one sentence for the person; nothing when it can go on. The number of epochs may change, unless a schedule spans the run.
 */
export function whyNotContinue(run: RunSubject, epoch: number, now: RunSubject): string | undefined {
  if (!isSameStack(run.stack, now.stack)) return 'To continue the run, undo the edits of its layers.'
  if (run.recipe.optimizer !== now.recipe.optimizer) {
    const [before, other] = [run, now].map(({ recipe }) => optimizerOf(recipe.optimizer).label)
    return `To continue the run, set Optimizer to ${before} again: ${other} can’t go on with what ${before} kept of the weights.`
  }
  if (!isSameRecipe({ ...run.recipe, epochs: now.recipe.epochs }, now.recipe))
    return 'To continue the run, undo the edits of its recipe.'
  if (!isSameChoices(run.choices, now.choices)) return 'To continue the run, undo the edits of its data.'
  if (run.recipe.epochs !== now.recipe.epochs && spansRun(run.recipe)) {
    const planned = run.recipe.epochs.toLocaleString('en-US')
    return `To continue the run, set Epochs to ${planned}: its schedule spans just these.`
  }
  if (now.recipe.epochs < epoch) return `To continue the run, enter at least ${epoch.toLocaleString('en-US')} epochs.`
  return undefined
}
