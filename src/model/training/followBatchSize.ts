/** How a batch size that nobody chose follows the data: it is the template's, or one for few images where there are fewer than that. */
import { countTrained, type Recipe } from './recipe'
import type { TrainingFacts } from './section'

/** Steps an epoch at least, so that a few epochs on few images learn something. */
const STEPS = 8
/** Where the images are too few for the template's, no more than that. */
const MOST = 32
/** Steps on one or two images go anywhere. */
const LEAST = 4

/** A batch size for so many images to train on: `usual` where there are as many, else a power of 2, or all of very few. Without images, `usual`. */
export function fitBatchSize(usual: number, images: number): number {
  if (images === 0 || usual <= images) return usual
  const inSteps = 2 ** Math.floor(Math.log2(Math.max(LEAST, images / STEPS)))
  return Math.min(MOST, inSteps, images)
}

/** The recipe for other data. A batch size that a person set stays. `usual` is the template's. */
export function followBatchSize(recipe: Recipe, usual: number, from: TrainingFacts, to: TrainingFacts): Recipe {
  if (recipe.batchSize !== fitBatchSize(usual, countTrained(recipe, from))) return recipe
  const batchSize = fitBatchSize(usual, countTrained(recipe, to))
  return batchSize === recipe.batchSize ? recipe : { ...recipe, batchSize }
}
