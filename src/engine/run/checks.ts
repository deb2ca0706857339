/** What keeps a run or a test from starting, in one sentence each. */
import { SPLITS } from '../../model/split'
import { type Dataset } from '../../data/dataset'
import { checkRecipe, DEFAULT_RECIPE, type Recipe } from '../../model/training/recipe'
import { analyseStack, type DataShape } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { CallFailure } from '../failures'

/** @throws CallFailure with the first error of the stack. */
export function requireTrainable(stack: Stack, data: DataShape): void {
  const { trainable, problems, layers } = analyseStack(stack, data)
  if (trainable) return
  const all = [...problems, ...layers.flatMap((layer) => layer.problems)]
  const first = all.find(({ severity }) => severity === 'error')
  throw new CallFailure('badInput', first?.message ?? 'The model has an error: look at its layers.')
}

/** @throws CallFailure with the first problem of the recipe on this dataset. */
export function requireRecipe(recipe: Recipe, { labels, splits, classes }: Dataset): void {
  const train = SPLITS.indexOf('train')
  const trainPerClass = classes.map(() => 0)
  for (const [image, split] of splits.entries()) if (split === train) trainPerClass[labels[image]!]! += 1
  if (trainPerClass.every((images) => images === 0))
    throw new CallFailure('badInput', 'The dataset has no train images, so there is nothing to learn from.')
  const [first] = checkRecipe(recipe, { trainPerClass, hasValidation: countOf(splits, 'validation') > 0 })
  if (first) throw new CallFailure('badInput', first.message)
}

/** @throws CallFailure when it is no learning rate. */
export function requireLearningRate(learningRate: number): void {
  const [problem] = checkRecipe({ ...DEFAULT_RECIPE, learningRate })
  if (problem) throw new CallFailure('badInput', problem.message)
}

/** @throws CallFailure when the dataset has no test images. */
export function requireTestImages({ splits }: Dataset): void {
  if (countOf(splits, 'test') === 0)
    throw new CallFailure('badInput', 'The dataset has no test images: load one that has some.')
}

function countOf(splits: Uint8Array, split: (typeof SPLITS)[number]): number {
  const index = SPLITS.indexOf(split)
  return splits.reduce((count, one) => count + (one === index ? 1 : 0), 0)
}
