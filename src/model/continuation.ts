/** Whether a run that has ended can go on: what comes after depends on all that it began with, so none of that may have changed. */
import { isSameRecipe, type Recipe } from './recipe'
import { isSameStack, type Stack } from './stack'

export interface RunSubject {
  readonly stack: Stack
  readonly recipe: Recipe
}

/**
 * @param run what the run trained.
 * @param epoch the epoch that it ended in, from 1.
 * @param now what it is to go on with.
 * @returns one sentence for the person; nothing when it can go on. The number of epochs may change.
 */
export function whyNotContinue(run: RunSubject, epoch: number, now: RunSubject): string | undefined {
  if (!isSameStack(run.stack, now.stack))
    return 'The run can’t go on with other layers: undo the edits to continue it, or start training anew.'
  if (!isSameRecipe({ ...run.recipe, epochs: now.recipe.epochs }, now.recipe))
    return 'The run can’t go on with another recipe, but for its epochs: undo the edits to continue it, or start training anew.'
  if (now.recipe.epochs < epoch)
    return `The run has come to epoch ${epoch.toLocaleString('en-US')}: enter at least as many epochs to continue it.`
  return undefined
}
