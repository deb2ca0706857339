/** What is said of a batch that was trained on by itself. */
import type { LayerUpdate, SeenBatch } from '../../engine/protocol/run'
import { sayRate } from '../../model/training/sayRate'
import { formatAmount, formatCount, formatLoss, formatPercent, isolate, PERCENT } from '../../ui/format'

/** `Step 3 of 7 in epoch 1: loss 1.3921, 34.4 % right`. */
export function describeStep({ place, images, loss, correct }: SeenBatch): string {
  const at = `Step ${formatCount(place.step)} of ${formatCount(place.steps)} in epoch ${formatCount(place.epoch)}`
  return `${at}: loss ${formatLoss(loss)}, ${formatPercent(correct / images, 1)} right`
}

/** `32 images, learning rate 0.001`. */
export function describeBatchFacts({ images, shown, learningRate, augmented, weighted }: SeenBatch): string {
  return [
    shown.length < images
      ? `${formatAmount(images, 'image')}, of which the ${formatCount(shown.length)} of the largest losses are shown`
      : formatAmount(images, 'image'),
    `learning rate ${sayRate(learningRate)}`,
    augmented && 'augmented as the model saw them',
    weighted && 'losses times the weight of the class',
  ]
    .filter((fact) => fact !== false)
    .join(', ')
}

/** The size of an update beside that of the weights; nothing where all weights were 0. */
export function ratioOf({ update, weights }: LayerUpdate): number | undefined {
  return weights > 0 ? update / weights : undefined
}

/** About this much a step is usual (Stanford's CS231n, “Ratio of weights:updates”). */
const USUAL = 1e-3
/** Out of the ordinary by a factor of a hundred. */
const FAR = 100

/** One sentence on what the updates mean. */
export function describeUpdates({ layers, learningRate, ofUpdate }: SeenBatch): string {
  if (layers.length === 0) return 'No layer has weights to train.'
  if (ofUpdate && ofUpdate.step < ofUpdate.steps) {
    return `Its gradients are kept: step ${formatCount(ofUpdate.step)} of the ${formatCount(ofUpdate.steps)} that make one update, which comes with the last of them.`
  }
  if (learningRate === 0) return 'The learning rate of this step was 0, so no weight moved.'
  const ratios = layers
    .flatMap((layer) => {
      const ratio = ratioOf(layer)
      return ratio === undefined ? [] : [{ name: layer.layer, ratio }]
    })
    .toSorted((one, other) => one.ratio - other.ratio)
  const [least, most] = [ratios[0], ratios.at(-1)]
  if (!least || !most) return 'All weights were 0 before this step, so its size can’t be compared.'
  if (ratios.some(({ ratio }) => !Number.isFinite(ratio))) {
    return 'The update is infinite or not a number: try a smaller learning rate.'
  }
  const usual = `About ${sayRatio(USUAL)} a step is usual`
  if (most.ratio > FAR * USUAL) {
    return `${isolate(most.name)} moved by ${sayRatio(most.ratio)} of its weights in one step. ${usual}: a smaller learning rate may learn better.`
  }
  if (most.ratio < USUAL / FAR) {
    return `No layer moved by more than ${sayRatio(most.ratio)} of its weights. ${usual}: a larger learning rate may learn faster.`
  }
  if (ratios.length === 1) {
    return `${isolate(most.name)} moved by ${sayRatio(most.ratio)} of its weights. ${usual}.`
  }
  return `The layers moved by ${sayRatio(least.ratio)} to ${sayRatio(most.ratio)} of their weights. ${usual}.`
}

/** `0.13 %`. */
export function sayRatio(ratio: number): string {
  const percent = 100 * ratio
  if (percent !== 0 && percent < 1e-3) return `${percent.toExponential(1)}${PERCENT}`
  return `${Number(percent.toPrecision(2))}${PERCENT}`
}
