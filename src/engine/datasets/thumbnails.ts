/** Some images of the dataset as the page can draw them, and one whole. */
import type { FullImage, ImageFacts, Thumbnails } from '../protocol/data'
import { SPLITS } from '../../model/split'
import { EXCLUDED, type Dataset } from '../../data/dataset'
import type { ChosenData } from './heldDataset'

/** Larger images are made smaller, so that a page of them stays a message of a few megabytes. */
const LARGEST_SIDE = 96

/** Thumbnails of these images of the view, in this order; `total` is how many there are of their kind. */
export function drawThumbnails(chosen: ChosenData, images: Uint32Array, total: number): Thumbnails {
  return { total, items: Array.from(images, (index) => factsOf(chosen, index)), ...drawSmall(chosen.view, images) }
}

/** Images of the dataset in this order, each at most 96 pixels a side: RGBA. */
export function drawSmall(dataset: Dataset, images: Uint32Array): Pick<Thumbnails, 'rgba' | 'width' | 'height'> {
  const { width, height, channels, pixels } = dataset
  const step = Math.ceil(Math.max(width, height) / LARGEST_SIDE)
  const size = { width: Math.max(1, Math.floor(width / step)), height: Math.max(1, Math.floor(height / step)) }
  const bytes = size.width * size.height * 4
  const rgba = new Uint8ClampedArray(images.length * bytes)
  for (const [place, index] of images.entries()) {
    const image = pixels.subarray(index * width * height * channels, (index + 1) * width * height * channels)
    drawSmaller(image, { width, height, channels }, step, size, rgba.subarray(place * bytes, (place + 1) * bytes))
  }
  return { rgba, ...size }
}

export function copyImage(chosen: ChosenData, index: number): FullImage {
  const { width, height, channels, pixels } = chosen.view
  const size = width * height * channels
  return { ...factsOf(chosen, index), width, height, channels, pixels: pixels.slice(index * size, (index + 1) * size) }
}

function factsOf({ held, view }: ChosenData, index: number): ImageFacts {
  const { classes, labels, splits, paths } = view
  const split = splits[index]!
  const label = classes[labels[index]!]!
  const labelAsRead = held.dataset.classes[held.dataset.labels[index]!]!
  return {
    index,
    label,
    ...(labelAsRead === label ? {} : { labelAsRead }),
    split: split === EXCLUDED ? 'excluded' : SPLITS[split]!,
    path: paths[index]!,
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Each pixel of the thumbnail is the mean of `step` x `step` pixels of the image, or of 16 that are spread evenly among them. 16 are enough
 * for a photograph, and a large image then takes no longer than a small one.
 */
function drawSmaller(
  image: Uint8Array,
  { width, height, channels }: Size & { readonly channels: number },
  step: number,
  size: Size,
  rgba: Uint8ClampedArray,
): void {
  const across = spread(Math.min(step, width)).map((column) => column * channels)
  const down = spread(Math.min(step, height)).map((row) => row * width * channels)
  const offsets = down.flatMap((row) => across.map((column) => row + column))
  for (let y = 0, to = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, to += 4) {
      const corner = (y * step * width + x * step) * channels
      for (let c = 0; c < 3; c++) {
        const from = corner + Math.min(c, channels - 1)
        let sum = 0
        for (let i = 0; i < offsets.length; i++) sum += image[from + offsets[i]!]!
        rgba[to + c] = sum / offsets.length
      }
      rgba[to + 3] = 255
    }
  }
}

/** At most four of the places from 0 to below `length`. */
function spread(length: number): number[] {
  const places = Math.min(4, length)
  return Array.from({ length: places }, (_, i) => Math.floor(((i + 0.5) * length) / places))
}
