/** The rows of a PNG: taking back the filters, and bringing samples of any depth to bytes at their places. */
import { ImageError, toByte } from './decodedImage'

/** Where the pixels of a pass belong in the image: every `stepX`-th column from `x`, every `stepY`-th row from `y`. */
export interface PngLayout {
  readonly x: number
  readonly y: number
  readonly stepX: number
  readonly stepY: number
  readonly width: number
  readonly height: number
}

export interface PngSamples {
  readonly depth: number
  /** Samples of a pixel in the file, alpha included. */
  readonly samples: number
  /** Red, green, blue of each index. */
  readonly palette: Uint8Array | undefined
  /** Of 16 bits, the sample that becomes 255. */
  readonly white: number
}

/** Bytes of a row of `width` pixels of `bits` bits each; a row begins on a byte. */
export function rowBytes(width: number, bits: number): number {
  return Math.ceil((width * bits) / 8)
}

/**
 * Takes back the filters (PNG specification, clause 9): from `raw`, where each row has its filter's number before it, to `rows`, where
 * they follow one another. `stride` is how many bytes back the byte of the pixel to the left is.
 */
export function unfilter(
  raw: Uint8Array,
  from: number,
  rows: Uint8Array,
  bytes: number,
  height: number,
  stride: number,
): void {
  for (let y = 0, at = from, to = 0; y < height; y++) {
    const filter = raw[at++]!
    const end = to + bytes
    const above = y === 0 ? -1 : to - bytes
    const firstEnd = Math.min(to + stride, end)
    switch (filter) {
      case 0:
        while (to < end) rows[to++] = raw[at++]!
        break
      case 1:
        while (to < firstEnd) rows[to++] = raw[at++]!
        for (; to < end; to++) rows[to] = raw[at++]! + rows[to - stride]!
        break
      case 2:
        if (above < 0) while (to < end) rows[to++] = raw[at++]!
        for (let up = above; to < end; to++) rows[to] = raw[at++]! + rows[up++]!
        break
      case 3:
        if (above < 0) {
          while (to < firstEnd) rows[to++] = raw[at++]!
          for (; to < end; to++) rows[to] = raw[at++]! + (rows[to - stride]! >> 1)
        } else {
          let up = above
          for (; to < firstEnd; to++) rows[to] = raw[at++]! + (rows[up++]! >> 1)
          for (; to < end; to++) rows[to] = raw[at++]! + ((rows[to - stride]! + rows[up++]!) >> 1)
        }
        break
      case 4:
        if (above < 0) {
          while (to < firstEnd) rows[to++] = raw[at++]!
          for (; to < end; to++) rows[to] = raw[at++]! + rows[to - stride]!
        } else {
          let up = above
          for (; to < firstEnd; to++) rows[to] = raw[at++]! + rows[up++]!
          for (; to < end; to++, up++) rows[to] = raw[at++]! + paeth(rows[to - stride]!, rows[up]!, rows[up - stride]!)
        }
        break
      default:
        throw new ImageError('is damaged: a row in it names a filter that does not exist')
    }
  }
}

/** The one of left, above and upper left that is nearest to left + above - upper left. */
function paeth(left: number, above: number, upperLeft: number): number {
  const toLeft = Math.abs(above - upperLeft)
  const toAbove = Math.abs(left - upperLeft)
  const toUpperLeft = Math.abs(left + above - 2 * upperLeft)
  if (toLeft <= toAbove && toLeft <= toUpperLeft) return left
  return toAbove <= toUpperLeft ? above : upperLeft
}

/**
 * Writes the samples of a pass as bytes to their places in `pixels`, an image `imageWidth` wide of 1 channel (grey) or 3 (RGB or
 * palette). Samples of 1, 2 and 4 bits are scaled to 0-255, and so are those of 16, of which `white` becomes 255; an index beyond the
 * palette is black.
 */
export function spreadSamples(
  rows: Uint8Array,
  pass: PngLayout,
  format: PngSamples,
  pixels: Uint8Array,
  imageWidth: number,
): void {
  const { depth, samples, palette, white } = format
  const bytes = rowBytes(pass.width, depth * samples)
  const channels = palette === undefined && samples < 3 ? 1 : 3
  const step = pass.stepX * channels
  const mask = (1 << depth) - 1
  const scale = 255 / mask
  for (let row = 0; row < pass.height; row++) {
    const from = row * bytes
    let to = ((pass.y + row * pass.stepY) * imageWidth + pass.x) * channels
    if (depth === 16) {
      for (let x = 0, at = from; x < pass.width; x++, at += 2 * samples, to += step) {
        for (let c = 0; c < channels; c++)
          pixels[to + c] = toByte((rows[at + 2 * c]! << 8) | rows[at + 2 * c + 1]!, white)
      }
    } else if (depth === 8) {
      for (let x = 0, at = from; x < pass.width; x++, at += samples, to += step) {
        if (palette !== undefined) copyColour(palette, rows[at]!, pixels, to)
        else for (let c = 0; c < channels; c++) pixels[to + c] = rows[at + c]!
      }
    } else {
      for (let x = 0, bit = 0; x < pass.width; x++, bit += depth, to += step) {
        const sample = (rows[from + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask
        if (palette !== undefined) copyColour(palette, sample, pixels, to)
        else pixels[to] = sample * scale
      }
    }
  }
}

function copyColour(palette: Uint8Array, index: number, pixels: Uint8Array, to: number): void {
  for (let c = 0; c < 3; c++) pixels[to + c] = palette[index * 3 + c] ?? 0
}

/** The largest sample of a pass of 16 bits; alpha is none. */
export function findDeepest(rows: Uint8Array, samples: number): number {
  const colours = samples - ((samples + 1) & 1)
  let deepest = 0
  for (let at = 0; at < rows.length; at += 2 * samples) {
    for (let c = 0; c < 2 * colours; c += 2) {
      const value = (rows[at + c]! << 8) | rows[at + c + 1]!
      if (value > deepest) deepest = value
    }
  }
  return deepest
}
