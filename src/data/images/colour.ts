/** Between grey and colour. */
import type { DecodedImage } from './decodedImage'

/** Luma by ITU-R BT.601, rounded as Pillow's `convert('L')` does. An image that is grey is given back as it is. */
export function toGrey(image: DecodedImage): DecodedImage {
  const { width, height, channels, pixels } = image
  if (channels === 1) return image
  const grey = new Uint8Array(width * height)
  for (let i = 0, from = 0; i < grey.length; i++, from += 3) {
    grey[i] = (pixels[from]! * 19_595 + pixels[from + 1]! * 38_470 + pixels[from + 2]! * 7_471 + 0x8000) >> 16
  }
  return { width, height, channels: 1, pixels: grey }
}

/** Each grey value three times, in `rgb` from `at` on. */
export function spreadGrey(grey: Uint8Array, rgb: Uint8Array, at: number): void {
  for (let i = 0, to = at; i < grey.length; i++, to += 3) rgb[to] = rgb[to + 1] = rgb[to + 2] = grey[i]!
}
