/** Reads Netpbm's images, PBM, PGM and PPM (the netpbm manual's pbm, pgm and ppm): P1 to P6, the first image of a file. */
import type { ImageSize } from '../imageSize'
import type { DecodedImage } from './decodedImage'
import { checkSize, ImageError, toByte, withoutEqualChannels } from './decodedImage'
import type { PixelForm } from './pixelForm'

/** Its kind, width and height, and how white is written, with comments between; then one blank before the pixels. */
const COUNT = String.raw`(?:\s|#[^\n\r]*[\n\r])+(\d{1,9})`
const BITMAP = new RegExp(`^P[14]${COUNT}${COUNT}(?=\\s)`)
const OTHERS = new RegExp(`^P[2356]${COUNT}${COUNT}${COUNT}(?=\\s)`)
/** Longer comments than this are not looked through. */
const HEAD_BYTES = 4096
const DEEP = 65_535

interface Head extends ImageSize {
  /** 1 to 6. */
  readonly kind: number
  /** The sample that is white. */
  readonly most: number
  /** Where the pixels begin. */
  readonly offset: number
}

export function isNetpbm(bytes: Uint8Array): boolean {
  return readHead(bytes) !== undefined
}

export function readNetpbmSize(bytes: Uint8Array): ImageSize | undefined {
  const head = readHead(bytes)
  return head && { width: head.width, height: head.height }
}

/** Throws ImageError for anything but a whole image. Samples go from 0 to what the file says is white. */
export function decodeNetpbm(bytes: Uint8Array, { white }: PixelForm): DecodedImage {
  const head = readHead(bytes)
  if (head === undefined) throw new ImageError('is not a Netpbm image')
  const { width, height, kind, most } = head
  checkSize(width, height)
  if (most === 0 || most > DEEP) throw new ImageError('is damaged: its white is not from 1 to 65,535')
  const channels = kind === 3 || kind === 6 ? 3 : 1
  const count = width * height * channels
  const isDeep = most === DEEP
  const pixels = new Uint8Array(count)
  let deepest = 0
  let i = 0
  const isBitmap = kind === 1 || kind === 4
  for (const sample of samplesOf(bytes, head, count)) {
    if (sample > deepest) deepest = sample
    // In a bitmap, 1 is ink.
    pixels[i++] = isBitmap ? 255 * (1 - sample) : isDeep ? toByte(sample, white) : toByte(sample, most)
  }
  if (i < count) throw new ImageError('is cut off')
  const image: DecodedImage =
    channels === 3 ? withoutEqualChannels(width, height, pixels) : { width, height, channels, pixels }
  return isDeep ? { ...image, deepest } : image
}

function readHead(bytes: Uint8Array): Head | undefined {
  if (bytes[0] !== 0x50 || !(bytes[1]! >= 0x31 && bytes[1]! <= 0x36)) return undefined
  const text = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES))
  const kind = Number(text[1])
  const found = (kind === 1 || kind === 4 ? BITMAP : OTHERS).exec(text)
  if (found === null) return undefined
  const [all, width, height, most = '1'] = found
  return { kind, width: Number(width), height: Number(height), most: Number(most), offset: all.length + 1 }
}

/** At most `count` samples. Those that the file lacks are missing. */
function* samplesOf(bytes: Uint8Array, { kind, width, most, offset }: Head, count: number): Generator<number, void> {
  if (kind === 4) {
    const rowBytes = Math.ceil(width / 8)
    for (let i = 0; i < count; i++) {
      const x = i % width
      const byte = bytes[offset + ((i - x) / width) * rowBytes + (x >> 3)]
      if (byte === undefined) return
      yield (byte >> (7 - (x & 7))) & 1
    }
  } else if (kind >= 5) {
    const step = most > 255 ? 2 : 1
    const end = Math.min(bytes.length - step + 1, offset + count * step)
    for (let at = offset; at < end; at += step) yield step === 1 ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!
  } else {
    yield* writtenSamples(bytes, offset - 1, kind === 1, count)
  }
}

/** Samples as decimal numbers. The digits of a bitmap may follow one another without blanks. */
function* writtenSamples(bytes: Uint8Array, offset: number, isBitmap: boolean, count: number): Generator<number, void> {
  let left = count
  for (let at = offset; at < bytes.length && left > 0;) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) {
      if (bytes[at] === 0x23) while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1
      else if (bytes[at]! > 32) throw new ImageError('is damaged: there is something else between its numbers')
      at += 1
      continue
    }
    let value = 0
    do {
      value = Math.min(DEEP, value * 10 + bytes[at++]! - 48)
    } while (!isBitmap && bytes[at]! >= 48 && bytes[at]! <= 57)
    if (isBitmap && value > 1) throw new ImageError('is damaged: a bitmap has zeros and ones alone')
    left -= 1
    yield value
  }
}
