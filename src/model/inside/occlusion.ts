/**
 * Images with a patch over one place each, to see how far that place matters (Zeiler and Fergus, Visualizing and Understanding Convolutional
 * Networks, ECCV 2014). The patch has the image's own mean colour, which adds nothing that is not there.
 */
import type { ImageShape } from '../layers/define'

export interface PatchGrid {
  readonly rows: number
  readonly columns: number
  /** Where the patch's upper left corner is, down and across. The last place ends where the image does. */
  readonly tops: readonly number[]
  readonly lefts: readonly number[]
}

/** @param patch its side; @param stride how far it moves, both in pixels. */
export function patchGrid(
  { height, width }: Pick<ImageShape, 'height' | 'width'>,
  patch: number,
  stride: number,
): PatchGrid {
  const [tops, lefts] = [startsAlong(height, patch, stride), startsAlong(width, patch, stride)]
  return { rows: tops.length, columns: lefts.length, tops, lefts }
}

function startsAlong(length: number, patch: number, stride: number): readonly number[] {
  const last = Math.max(0, length - patch)
  const count = Math.ceil(last / stride) + 1
  return Array.from({ length: count }, (_, index) => Math.min(index * stride, last))
}

/**
 * @param pixels one image: height x width x channels, in bytes.
 * @returns the images, one for each place of the grid, row by row.
 */
export function occludeImage(
  pixels: Uint8Array,
  { height, width, channels }: ImageShape,
  patch: number,
  { tops, lefts }: Pick<PatchGrid, 'tops' | 'lefts'>,
): Uint8Array<ArrayBuffer> {
  const size = height * width * channels
  const mean = Array.from({ length: channels }, (_, channel) => {
    let sum = 0
    for (let at = channel; at < size; at += channels) sum += pixels[at]!
    return Math.round(sum / (height * width))
  })
  const images = new Uint8Array(tops.length * lefts.length * size)
  for (const [index, [top, left]] of tops.flatMap((one) => lefts.map((other) => [one, other] as const)).entries()) {
    const image = images.subarray(index * size, (index + 1) * size)
    image.set(pixels)
    for (let row = top; row < Math.min(top + patch, height); row++) {
      for (let column = left; column < Math.min(left + patch, width); column++) {
        image.set(mean, (row * width + column) * channels)
      }
    }
  }
  return images
}
