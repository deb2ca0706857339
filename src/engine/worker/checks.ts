/** What keeps a run or a test from starting, in one sentence each. */
import { SPLITS, type Dataset } from '../../data/dataset'
import type { TrainedModel } from '../../interop/tensorflowjs/writeModelJson'
import { checkRecipe, type Recipe } from '../../model/recipe'
import { analyseStack, type DataShape } from '../../model/shapes'
import type { Stack } from '../../model/stack'
import { CallFailure } from './callFailure'

/** @throws CallFailure with the first error of the stack. */
export function requireTrainable(stack: Stack, data: DataShape): void {
  const { trainable, problems, layers } = analyseStack(stack, data)
  if (trainable) return
  const all = [...problems, ...layers.flatMap((layer) => layer.problems)]
  const first = all.find(({ severity }) => severity === 'error')
  throw new CallFailure('badInput', first?.message ?? 'The model has an error: look at its layers.')
}

/** @throws CallFailure with the first problem of the recipe on this dataset. */
export function requireRecipe(recipe: Recipe, { splits }: Dataset): void {
  const trainImages = countOf(splits, 'train')
  if (trainImages === 0)
    throw new CallFailure('badInput', 'The dataset has no train images, so there is nothing to learn from.')
  const [first] = checkRecipe(recipe, { trainImages, hasValidation: countOf(splits, 'validation') > 0 })
  if (first) throw new CallFailure('badInput', first.message)
}

/** Why the model can't be tested on the dataset; undefined when it can. */
export function findMisfit({ data, classes }: Omit<TrainedModel, 'weights'>, dataset: Dataset): string | undefined {
  const { height, width, channels } = dataset
  if (data.height !== height || data.width !== width || data.channels !== channels) {
    const sizes = [data, dataset].map((image) => `${image.height} × ${image.width} × ${image.channels}`)
    return `The model is for images of ${sizes[0]}, but those loaded are ${sizes[1]}: load the images that it is for.`
  }
  if (classes.length !== dataset.classes.length || classes.some((name, i) => name !== dataset.classes[i])) {
    return 'The model’s classes are not those of the loaded images: load the images that it is for.'
  }
  if (countOf(dataset.splits, 'test') === 0) return 'The dataset has no test images to test the model on.'
  return undefined
}

function countOf(splits: Uint8Array, split: (typeof SPLITS)[number]): number {
  const index = SPLITS.indexOf(split)
  return splits.reduce((count, one) => count + (one === index ? 1 : 0), 0)
}
