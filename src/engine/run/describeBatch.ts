/** What the page is shown of a step by itself: the batch's images as the model saw them, and what the update did. */
import type { Dataset } from '../../data/dataset'
import { augmentImage, drawNumber } from '../../model/training/augmentImage'
import { isAugmenting } from '../../model/training/augmentation'
import { measureUpdates } from '../../model/training/weightUpdates'
import { drawSmall } from '../datasets/thumbnails'
import type { RunRequest, SeenBatch, SeenImage } from '../protocol/run'
import type { LoopEvent } from './loop/loop'
import { shapeOf } from './summariseModel'

/** More images than a person looks at, and a message of 20 MB at most. */
const MOST_SHOWN = 512

export function describeBatch(
  dataset: Dataset,
  { stack, recipe }: Pick<RunRequest, 'stack' | 'recipe'>,
  { place, look, learningRate, before, after }: Extract<LoopEvent, { type: 'looked' }>,
): SeenBatch {
  const { metrics, rows, losses, predicted, step } = look
  const all = Array.from(rows, (row, at): SeenImage => ({
    place: at,
    path: dataset.paths[row]!,
    truth: dataset.labels[row]!,
    predicted: predicted[at]!,
    loss: losses[at]!,
  }))
  const hardest = all.toSorted((one, other) => heaviness(other) - heaviness(one)).slice(0, MOST_SHOWN)
  const shown = all.length > MOST_SHOWN ? hardest.toSorted((one, other) => one.place - other.place) : all
  const chosen = shown.map(({ place: at }) => ({ place: at, row: rows[at]! }))
  const augmented = isAugmenting(recipe.augmentation)
  const { gradientAccumulationSteps: steps } = recipe.accumulation
  const seen = augmented ? augment(dataset, recipe, step, chosen) : dataset
  const order = Uint32Array.from(chosen, ({ row }, at) => (augmented ? at : row))
  return {
    place,
    ...metrics,
    learningRate,
    shown,
    ...drawSmall(seen, order),
    augmented,
    weighted: recipe.classWeight !== 'none',
    ...(steps !== null && { ofUpdate: { step: (step % steps) + 1, steps } }),
    layers: measureUpdates(stack, shapeOf(dataset), before, after),
  }
}

/** A loss that is no number is the largest. */
function heaviness({ loss }: SeenImage): number {
  return Number.isNaN(loss) ? Number.MAX_VALUE : loss
}

/** These images alone, each as its trainer drew it: by the recipe's seed, the step and its place in the batch. */
function augment(
  dataset: Dataset,
  { augmentation, seed }: RunRequest['recipe'],
  step: number,
  images: readonly { readonly row: number; readonly place: number }[],
): Dataset {
  const { height, width, channels } = dataset
  const size = height * width * channels
  const values = new Uint8ClampedArray(images.length * size)
  for (const [at, { row, place }] of images.entries()) {
    const image = dataset.pixels.subarray(row * size, (row + 1) * size)
    augmentImage(
      image,
      { height, width, channels },
      augmentation,
      drawNumber(seed, step, place),
      values.subarray(at * size, (at + 1) * size),
    )
  }
  return { ...dataset, pixels: new Uint8Array(values.buffer) }
}
