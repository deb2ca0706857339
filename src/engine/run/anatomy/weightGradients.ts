/**
 * The gradients of the loss with respect to the weights, from a trainer as it is: one step of plain gradient descent moves each weight by its
 * gradient times the learning rate, so that the gradient can be read off the weights. The rate is so large that the weight that was there
 * rounds nothing that counts: 2^-88 of it at most. It is a power of two, by which multiplying and dividing are exact.
 */
import type { Weights } from '../../../model/graph/weights'
import { AUGMENTATION } from '../../../model/training/augmentation'
import { ACCUMULATION } from '../../../model/training/accumulation'
import { NO_CLIPPING } from '../../../model/training/clipping'
import { MOVING_AVERAGE } from '../../../model/training/movingAverage'
import { SGD } from '../../../model/training/optimizers/sgd'
import type { Recipe } from '../../../model/training/recipe'
import type { Trainer } from '../../trainer'

/** A gradient above 2e19 becomes infinite by it. */
const RATE = 2 ** 64

/**
 * The recipe of a trainer that gradients are asked of: the run's loss and seed, and none of what a run does to images or makes of gradients.
 * @param batchSize images of the batch.
 */
export function gradientRecipe(recipe: Recipe, batchSize: number): Recipe {
  return {
    ...recipe,
    batchSize,
    optimizer: 'sgd',
    learningRate: RATE,
    sgd: SGD.defaults,
    clipping: NO_CLIPPING,
    accumulation: ACCUMULATION.defaults,
    movingAverage: MOVING_AVERAGE.defaults,
    augmentation: AUGMENTATION.defaults,
  }
}

/**
 * Of the mean loss of some images with the penalties of the weights, in training: what dropout and noise draw is drawn as in a run's first
 * step. Class weights count, as in training.
 *
 * @param trainer opened with `gradientRecipe`. It holds other weights when it is done.
 * @param trained the keys of the weights that train.
 * @returns by weight, as long as it.
 * @throws RangeError when a weight is missing.
 */
export async function weightGradients(
  trainer: Trainer,
  weights: Weights,
  trained: ReadonlySet<string>,
  rows: Uint32Array,
): Promise<Weights> {
  trainer.loadWeights(weights)
  trainer.beginEpoch(rows)
  trainer.trainBatches(1)
  await trainer.readSteps()
  const after = await trainer.readWeights()
  return new Map(
    [...weights].flatMap(([key, before]) => {
      if (!trained.has(key)) return []
      const moved = after.get(key)!
      return [[key, before.map((value, at) => (value - moved[at]!) / RATE)] as const]
    }),
  )
}
