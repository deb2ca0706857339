/** A decoded image, and the limits that bind every decoder. */
import type { ImageSize } from '../imageSize'

export interface DecodedImage extends ImageSize {
  /** 1 when every pixel is grey, whatever the file's colour type. Otherwise 3: red, green, blue. */
  readonly channels: 1 | 3
  /** `height` x `width` x `channels` bytes, rows from the top. */
  readonly pixels: Uint8Array<ArrayBuffer>
  /** The largest sample, of a file whose samples have 16 bits. */
  readonly deepest?: number
  /** How light what shows is, as `lightOfShown` has it, of a file that is see-through in part. */
  readonly light?: number
  /** Whether it was turned as its Exif data say. */
  readonly isTurned?: boolean
}

/** An image that can't be used. The message reads on from the file's name: `is cut off`. */
export class ImageError extends Error {
  override readonly name = 'ImageError'
}

/** The largest image that is decoded, in pixels: 4096 x 4096. Checked against the header, before anything is allocated. */
const MAX_IMAGE_PIXELS = 4096 * 4096

export function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new ImageError('has no pixels')
  if (width * height > MAX_IMAGE_PIXELS) {
    throw new ImageError(`is ${width} × ${height} pixels large; the largest image that is read has 4096 × 4096`)
  }
}

/** One channel where red, green and blue are equal in every pixel, else the three as they are. */
export function withoutEqualChannels(width: number, height: number, rgb: Uint8Array<ArrayBuffer>): DecodedImage {
  for (let i = 0; i < rgb.length; i += 3) {
    if (rgb[i] !== rgb[i + 1] || rgb[i] !== rgb[i + 2]) return { width, height, channels: 3, pixels: rgb }
  }
  const grey = new Uint8Array(width * height)
  for (let i = 0, from = 0; i < grey.length; i++, from += 3) grey[i] = rgb[from]!
  return { width, height, channels: 1, pixels: grey }
}

/** A sample of 16 bits as a byte: `white` and all above become 255. Of the full 16 bits the high byte is kept, as most programs do. */
export function toByte(sample: number, white: number): number {
  return white === 65_535 ? sample >> 8 : Math.min(255, Math.round((sample * 255) / white))
}
