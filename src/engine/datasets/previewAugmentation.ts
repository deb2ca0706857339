/** What augmentation makes of a few images of the train split. */
import type { AugmentationPreview, AugmentationPreviewRequest } from '../protocol/data'
import { SPLITS } from '../../model/split'
import { type Dataset } from '../../data/dataset'
import { createImageFinder } from '../../data/look/queryImages'
import { checkAugmentation } from '../../model/training/augmentation'
import { augmentImage, drawNumber } from '../../model/training/augmentImage'
import { CallFailure } from '../failures'
import { drawSmall } from './thumbnails'

/**
 * One row an image: the image, then its variants. Large images are made smaller first, so that the preview is quick. Everything except
 * noise is then the same as in training.
 * @throws CallFailure when the augmentation is not sound, or nothing is in the train split.
 */
export function previewAugmentation(dataset: Dataset, request: AugmentationPreviewRequest): AugmentationPreview {
  const { augmentation, seed, variants } = request
  const [problem] = checkAugmentation(augmentation)
  if (problem) throw new CallFailure('badInput', problem.message)
  const images = chooseImages(dataset, request.images)
  if (images.length === 0) throw new CallFailure('badInput', 'The train split has no images to show this on.')

  const { rgba: originals, width, height } = drawSmall(dataset, images)
  const channels = dataset.channels === 1 ? 1 : 3
  const pixels = width * height
  const rgba = new Uint8ClampedArray(images.length * (1 + variants) * pixels * 4)
  const augmented = new Uint8ClampedArray(pixels * channels)
  for (let row = 0, at = 0; row < images.length; row++) {
    const original = originals.subarray(row * pixels * 4, (row + 1) * pixels * 4)
    const values = Uint8Array.from(augmented, (_, i) => original[Math.floor(i / channels) * 4 + (i % channels)]!)
    rgba.set(original, at)
    at += original.length
    for (let variant = 0; variant < variants; variant++) {
      augmentImage(values, { height, width, channels }, augmentation, drawNumber(seed, variant, row), augmented)
      for (let pixel = 0; pixel < pixels; pixel++, at += 4) {
        for (let c = 0; c < 3; c++) rgba[at + c] = augmented[pixel * channels + Math.min(c, channels - 1)]!
        rgba[at + 3] = 255
      }
    }
  }
  const labels = Array.from(images, (image) => dataset.classes[dataset.labels[image]!]!)
  return { rgba, labels, width, height }
}

/** Evenly from the train images in the order of their classes, so that few of them show many classes. */
function chooseImages(dataset: Dataset, count: number): Uint32Array {
  const byClass = createImageFinder()(dataset, { split: SPLITS[0], sort: 'class' })
  const shown = Math.min(count, byClass.length)
  return Uint32Array.from({ length: shown }, (_, i) => byClass[Math.floor(((i + 0.5) * byClass.length) / shown)]!)
}
