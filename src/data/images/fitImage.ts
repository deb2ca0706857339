/** Brings an image to another size, the same way everywhere: whole, filling or stretched, by the mean of an area or the nearest pixel. */
import type { DecodedImage } from './decodedImage'
import type { ImageSize } from '../imageSize'
import type { ImportSettings } from '../importSettings'

/** The part of one side of an image that is seen, in its pixels, and where it goes. */
interface Span {
  readonly from: number
  readonly length: number
  readonly to: number
  readonly pixels: number
}

/**
 * Brings an image to a size. An image of that size is given back as it is.
 *
 * - `contain` keeps an image of another shape whole, in the middle, with black beside it.
 * - `cover` cuts from both sides alike.
 * - `stretch` changes its shape.
 * - `area` takes the mean of what lies under each new pixel, by how much of it does (as OpenCV's INTER_AREA when it makes images
 *   smaller).
 * - `nearest` takes the pixel under the new pixel's middle.
 */
export function fitImage(
  image: DecodedImage,
  size: ImageSize,
  fit: ImportSettings['fit'],
  filter: ImportSettings['filter'],
): DecodedImage {
  if (image.width === size.width && image.height === size.height) return image
  const { across, down } = placeImage(image, size, fit)
  const pixels = new Uint8Array(size.width * size.height * image.channels)
  if (filter === 'nearest') copyNearest(image, across, down, pixels, size.width)
  else averageAreas(image, across, down, pixels, size.width)
  return { ...size, channels: image.channels, pixels }
}

function placeImage(image: ImageSize, size: ImageSize, fit: ImportSettings['fit']): { across: Span; down: Span } {
  const scaleX = size.width / image.width
  const scaleY = size.height / image.height
  const scale = fit === 'contain' ? Math.min(scaleX, scaleY) : Math.max(scaleX, scaleY)
  const place = (length: number, pixels: number): Span => {
    if (fit === 'stretch') return { from: 0, length, to: 0, pixels }
    if (fit === 'cover') {
      const seen = Math.min(length, pixels / scale)
      return { from: (length - seen) / 2, length: seen, to: 0, pixels }
    }
    const filled = Math.min(pixels, Math.max(1, Math.round(length * scale)))
    return { from: 0, length, to: Math.floor((pixels - filled) / 2), pixels: filled }
  }
  return { across: place(image.width, size.width), down: place(image.height, size.height) }
}

function copyNearest(image: DecodedImage, across: Span, down: Span, pixels: Uint8Array, rowWidth: number): void {
  const { channels } = image
  const columns = Int32Array.from({ length: across.pixels }, (_, x) => channels * middle(across, x, image.width))
  for (let y = 0; y < down.pixels; y++) {
    const row = middle(down, y, image.height) * image.width * channels
    let at = ((down.to + y) * rowWidth + across.to) * channels
    for (const column of columns) {
      for (let c = 0; c < channels; c++) pixels[at++] = image.pixels[row + column + c]!
    }
  }
}

/** The pixel of the image under the middle of new pixel `i`. */
function middle({ from, length, pixels }: Span, i: number, side: number): number {
  return Math.min(side - 1, Math.floor(from + ((i + 0.5) * length) / pixels))
}

/**
 * The old pixels under each new pixel of one side. New pixel `i` takes `weights[k]` of the image's pixel `first[i] + k - start[i]`. The
 * weights of each add up to 1.
 */
interface Shares {
  readonly first: Int32Array
  /** Where the weights of each begin. It has one more entry than there are pixels. */
  readonly start: Int32Array
  readonly weights: Float32Array
}

function sharesOf({ from, length, pixels }: Span, side: number): Shares {
  const step = length / pixels
  const first = new Int32Array(pixels)
  const start = new Int32Array(pixels + 1)
  const weights: number[] = []
  for (let i = 0; i < pixels; i++) {
    const begin = from + i * step
    const end = Math.min(side, begin + step)
    first[i] = Math.min(side - 1, Math.floor(begin))
    for (let pixel = first[i]!; pixel < side && (pixel < end || pixel === first[i]); pixel++) {
      weights.push(Math.max(0, Math.min(end, pixel + 1) - Math.max(begin, pixel)) / step)
    }
    start[i + 1] = weights.length
  }
  return { first, start, weights: Float32Array.from(weights) }
}

/** Across first, then down: the mean over a rectangle is the mean of its rows' means. */
function averageAreas(image: DecodedImage, across: Span, down: Span, pixels: Uint8Array, rowWidth: number): void {
  const { channels, width, height } = image
  const columns = sharesOf(across, width)
  const rows = sharesOf(down, height)
  const lineLength = across.pixels * channels
  const sum = new Float32Array(lineLength)
  const line = new Float32Array(lineLength)
  let lineOf = -1
  for (let y = 0; y < down.pixels; y++) {
    sum.fill(0)
    for (let k = rows.start[y]!, row = rows.first[y]!; k < rows.start[y + 1]!; k++, row++) {
      // The row at the edge of two new ones is under both.
      if (row !== lineOf) averageLine(image, row, columns, line)
      lineOf = row
      const weight = rows.weights[k]!
      for (let i = 0; i < lineLength; i++) sum[i]! += weight * line[i]!
    }
    const at = ((down.to + y) * rowWidth + across.to) * channels
    for (let i = 0; i < lineLength; i++) pixels[at + i] = sum[i]! + 0.5
  }
}

function averageLine(
  { pixels, width, channels }: DecodedImage,
  row: number,
  columns: Shares,
  line: Float32Array,
): void {
  const { first, start, weights } = columns
  for (let x = 0; x < first.length; x++) {
    for (let c = 0; c < channels; c++) {
      let sum = 0
      let at = (row * width + first[x]!) * channels + c
      for (let k = start[x]!; k < start[x + 1]!; k++, at += channels) sum += weights[k]! * pixels[at]!
      line[x * channels + c] = sum
    }
  }
}
