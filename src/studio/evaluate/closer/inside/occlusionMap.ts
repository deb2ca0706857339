/** What covered parts say of each pixel of an image. */
import type { Occlusion } from '../../../../engine/protocol/inside'
import { patchGrid } from '../../../../model/inside/occlusion'

interface ImageSide {
  readonly width: number
  readonly height: number
}

/** The patch's side at first, in pixels: about a quarter of the image's. */
export function firstPatch(side: number): number {
  return Math.max(1, Math.round(side / 4))
}

/** How far the probability falls without a pixel: the mean over the patches that cover it, row by row. A rise is below 0. */
export function spreadFalls({ patch, stride, whole, probabilities }: Occlusion, size: ImageSide): Float32Array {
  const { width, height } = size
  const { tops, lefts } = patchGrid(size, patch, stride)
  const sums = new Float32Array(width * height)
  const covers = new Float32Array(width * height)
  for (const [row, top] of tops.entries()) {
    for (const [column, left] of lefts.entries()) {
      const fall = whole - probabilities[row * lefts.length + column]!
      for (let y = top; y < Math.min(height, top + patch); y++) {
        for (let x = left; x < Math.min(width, left + patch); x++) {
          sums[y * width + x]! += fall
          covers[y * width + x]! += 1
        }
      }
    }
  }
  return sums.map((sum, at) => (covers[at]! > 0 ? sum / covers[at]! : 0))
}

/** Less than this is not written, nor shown: so much comes of rounding alone. */
export const LEAST_FALL = 0.0005

/** Falls from -1 to 1, for a picture: as shares of the largest, or all 0 where none is worth showing. */
export function shareFalls(falls: Float32Array): { readonly shares: Float32Array; readonly most: number } {
  const most = falls.reduce((largest, fall) => Math.max(largest, Math.abs(fall)), 0)
  return most < LEAST_FALL
    ? { shares: falls.map(() => 0), most: 0 }
    : { shares: falls.map((fall) => fall / most), most }
}

/** The middle of a patch, as shares of the image's sides. @param place of the patch, row by row. */
export function middleOfPatch(
  { patch, stride }: Pick<Occlusion, 'patch' | 'stride'>,
  place: number,
  size: ImageSide,
): { readonly across: number; readonly down: number } {
  const { tops, lefts, columns } = patchGrid(size, patch, stride)
  const middle = (from: number, side: number): number => (from + Math.min(side, from + patch)) / 2 / side
  return {
    across: middle(lefts[place % columns]!, size.width),
    down: middle(tops[Math.floor(place / columns)]!, size.height),
  }
}
