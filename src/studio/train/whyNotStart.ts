/** What keeps a run from starting, in words: a person must never wonder why the button is grey. */
import type { DatasetSummary } from '../../engine/protocol/data'
import { checkRecipe, type Recipe, type RecipeProblem } from '../../model/training/recipe'
import type { StackAnalysis } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { UNDER_WAY } from '../../store/session/underWay'
import { trainingFacts } from '../../store/session/trainingFacts'

export interface StartFacts {
  readonly dataset: DatasetSummary | undefined
  readonly importing: boolean
  /** The engine is opening or testing a model. */
  readonly busy: boolean
  readonly stack: Stack
  readonly analysis: StackAnalysis
  readonly recipeProblems: readonly RecipeProblem[]
}

/** One sentence that says what to do first; nothing when a run can start. */
export function whyNotStart(facts: StartFacts): string | undefined {
  const { dataset, importing, busy, recipeProblems } = facts
  if (importing) return UNDER_WAY.reading
  if (!dataset) return 'There are no data yet: load some, or press “Use sample digits”.'
  if (trainImages(dataset) === 0) {
    const remedy = dataset.excluded > 0 ? 'include some that are excluded' : 'load data with some'
    return `The data have no train images: ${remedy}.`
  }
  const stackError = describeStackError(facts)
  if (stackError !== undefined) return stackError
  // The recipe's form says what is wrong, right above.
  if (recipeProblems.length > 0) return 'The recipe has a mistake: mend it first.'
  return busy ? UNDER_WAY.testing : undefined
}

/** The recipe's problems with the data at hand. */
export function checkRecipeFor(recipe: Recipe, dataset: DatasetSummary | undefined): readonly RecipeProblem[] {
  return checkRecipe(recipe, dataset && trainingFacts(dataset))
}

function trainImages(dataset: DatasetSummary): number {
  return dataset.perClass.train.reduce((sum, images) => sum + images, 0)
}

function describeStackError({ stack, analysis }: StartFacts): string | undefined {
  if (analysis.trainable) return undefined
  const ofStack = analysis.problems.find(({ severity }) => severity === 'error')
  if (ofStack) return ofStack.message
  for (const [index, { problems }] of analysis.layers.entries()) {
    const error = problems.find(({ severity }) => severity === 'error')
    if (error) return `Layer ${index + 1}, ${stack.layers[index]?.className ?? ''}, has a problem: ${error.message}`
  }
  return undefined
}
