/** Says in words the value of an image at one pixel. */
import type { FullImage } from '../../../engine/protocol/data'

export interface PixelPlace {
  readonly row: number
  readonly column: number
}

const COLOURS = ['red', 'green', 'blue']

/** `Row 5, column 7: 253`, or with `red 12, green 200, blue 3`; rows and columns count from 0, as arrays do. */
export function readPixel({ width, channels, pixels }: FullImage, { row, column }: PixelPlace): string {
  const from = (row * width + column) * channels
  const values = [...pixels.subarray(from, from + channels)]
  const said = channels === 1 ? values : values.map((value, channel) => `${COLOURS[channel]} ${value}`)
  return `Row ${row}, column ${column}: ${said.join(', ')}`
}

/** RGBA of a whole image. */
export function toRgba({ width, height, channels, pixels }: FullImage): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = pixels[i * channels + Math.min(c, channels - 1)] ?? 0
  }
  return rgba
}
