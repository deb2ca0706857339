/** How large images may be, so that the pixels of all together can be held. */
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { ImageSize } from '../imageSize'
import { MAX_PIXEL_BYTES } from '../limits'

/** The images take more than MAX_PIXEL_BYTES. */
export class TooManyPixels extends ImportError {
  constructor(count: number, size: ImageSize, channels: 1 | 3) {
    const largest = describeSize(largestFitting(count, size, channels))
    super(
      `These ${counted(count, 'images')} take more than 1 GB as pixels at ${describeSize(size)}, the most that is held at once: choose at most ${largest}, or drop fewer.`,
    )
  }
}

/** The size itself where so many images of it fit, else the largest of its shape that does. */
export function largestFitting(count: number, { width, height }: ImageSize, channels: 1 | 3): ImageSize {
  const most = Math.floor(MAX_PIXEL_BYTES / (count * channels))
  if (width * height <= most) return { width, height }
  const scale = Math.sqrt(most / (width * height))
  // Where one side comes to less than a pixel, the other gives way.
  const fitting = Math.min(most, Math.max(1, Math.floor(width * scale)))
  return { width: fitting, height: Math.max(1, Math.min(Math.floor(height * scale), Math.floor(most / fitting))) }
}

/** Tells that images were brought to another size than theirs; undefined when it is the same. */
export function noteFitting(count: number, from: ImageSize, to: ImageSize): string | undefined {
  if (from.width === to.width && from.height === to.height) return undefined
  return `At ${describeSize(from)} the ${counted(count, 'images')} would take more than 1 GB as pixels, so they were brought to ${describeSize(to)}, the largest that fits.`
}

/** The longest side at which images are read unless a person chooses another: beyond, every layer takes much memory and time. */
const LARGEST_BY_ITSELF = 256

/** The size, or one of its shape whose longer side is `side`, where it is larger. */
export function scaledTo({ width, height }: ImageSize, side = LARGEST_BY_ITSELF): ImageSize {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Tells that large images were brought down; undefined when the size is the same. */
export function noteScaled(from: ImageSize, to: ImageSize): string | undefined {
  if (from.width === to.width && from.height === to.height) return undefined
  return `The images have ${describeSize(from)} pixels and were brought down to ${describeSize(to)}, since large ones take much memory and time to train on: choose another size under How it was read.`
}

function describeSize({ width, height }: ImageSize): string {
  return `${width} × ${height}`
}
