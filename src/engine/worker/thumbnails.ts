/** Some images of the dataset as the page can draw them. */
import { SPLITS, type Dataset } from '../../data/dataset'
import type { ThumbnailQuery, Thumbnails } from '../protocol'

/** Larger images are made smaller, so that a page of them stays a message of a few megabytes. */
const LARGEST_SIDE = 128

export function findThumbnails(dataset: Dataset, { classIndex, split, offset, limit }: ThumbnailQuery): Thumbnails {
  const { width, height, channels, pixels, labels, splits, classes, paths, count } = dataset
  const splitIndex = split === undefined ? undefined : SPLITS.indexOf(split)
  const found: number[] = []
  let total = 0
  for (let index = 0; index < count; index++) {
    if (classIndex !== undefined && labels[index] !== classIndex) continue
    if (splitIndex !== undefined && splits[index] !== splitIndex) continue
    if (total >= offset && found.length < limit) found.push(index)
    total++
  }

  const step = Math.ceil(Math.max(width, height) / LARGEST_SIDE)
  const size = { width: Math.max(1, Math.floor(width / step)), height: Math.max(1, Math.floor(height / step)) }
  const bytes = size.width * size.height * 4
  const rgba = new Uint8ClampedArray(found.length * bytes)
  for (const [place, index] of found.entries()) {
    const image = pixels.subarray(index * width * height * channels, (index + 1) * width * height * channels)
    drawSmaller(image, { width, height, channels }, step, size, rgba.subarray(place * bytes, (place + 1) * bytes))
  }
  const items = found.map((index) => ({
    index,
    label: classes[labels[index]!]!,
    split: SPLITS[splits[index]!]!,
    path: paths[index]!,
  }))
  return { total, items, rgba, ...size }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** Each pixel of the thumbnail is the mean of `step` x `step` pixels of the image, or fewer where the image is narrower than that. */
function drawSmaller(
  image: Uint8Array,
  { width, height, channels }: Size & { readonly channels: number },
  step: number,
  size: Size,
  rgba: Uint8ClampedArray,
): void {
  const across = Math.min(step, width)
  const down = Math.min(step, height)
  for (let y = 0, to = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, to += 4) {
      const corner = (y * step * width + x * step) * channels
      for (let c = 0; c < 3; c++) {
        let sum = 0
        for (let row = 0; row < down; row++) {
          const from = corner + row * width * channels + Math.min(c, channels - 1)
          for (let column = 0; column < across; column++) sum += image[from + column * channels]!
        }
        rgba[to + c] = sum / (across * down)
      }
      rgba[to + 3] = 255
    }
  }
}
