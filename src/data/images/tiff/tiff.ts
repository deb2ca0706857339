/**
 * Reads TIFF (TIFF 6.0): the first image of a file, grey, in colour or with a palette, of 1 to 16 bits, in strips or tiles, channel by
 * channel or together. What else there is in the wild, such as JPEG inside, is refused by name, and never guessed.
 */
import type { ImageSize } from '../../imageSize'
import type { ImportSettings } from '../../importSettings'
import type { DecodedImage } from '../decodedImage'
import { checkSize, ImageError, toByte, withoutEqualChannels } from '../decodedImage'
import type { PixelForm } from '../pixelForm'
import { layOn, lightOfShown } from '../seeThrough'
import { type Directory, needed, readDirectory, valueOf } from './directory'
import { findUnpacking } from './unpack'

const WHITE_IS_ZERO = 0
const RGB = 2
const PALETTE = 3
const COLOURS: ReadonlyMap<number, string> = new Map([
  [5, 'in CMYK'],
  [6, 'in YCbCr'],
  [8, 'in CIELAB'],
  [32_803, 'as a sensor sees them'],
])
/** Alpha is a sample behind the colours; the colours may be multiplied by it. */
const MULTIPLIED_ALPHA = 1
const ALPHA = 2
/** From here on orientations lie on their side. */
const FIRST_SIDEWAYS = 5
const MOST_TILE_PIXELS = 2 ** 24

/** The size as its directory claims it, turned as that says unless it is wanted as stored. */
export function readTiffSize(bytes: Uint8Array, turn: ImportSettings['turn'] = 'exif'): ImageSize | undefined {
  const directory = readDirectory(bytes)
  const [width] = directory?.width ?? []
  const [height] = directory?.height ?? []
  if (width === undefined || height === undefined) return undefined
  const sideways = turn === 'exif' && valueOf(directory?.orientation, 1) >= FIRST_SIDEWAYS
  return sideways ? { width: height, height: width } : { width, height }
}

/** Throws ImageError for anything but a whole image of a kind that is read. */
export function decodeTiff(bytes: Uint8Array, { white, ground, turn }: PixelForm): DecodedImage {
  const directory = readDirectory(bytes)
  if (directory === undefined) throw new ImageError('is cut off')
  const [width] = needed(directory.width)
  const [height] = needed(directory.height)
  checkSize(width!, height!)
  const stored = readSamples(bytes, directory, width!, height!)
  const orientation = turn === 'exif' ? valueOf(directory.orientation, 1) : 1
  const isTurned = orientation > 1 && orientation <= 8
  const { samples, perPixel, depth } = isTurned ? { ...stored, samples: turnSamples(stored, orientation) } : stored
  const size = isTurned && orientation >= FIRST_SIDEWAYS ? { width: height!, height: width! } : stored
  const toPixels = { directory, samples, perPixel, depth, white, count: width! * height! }

  const { pixels, channels } = coloursOf(toPixels)
  const alpha = alphaOf(toPixels, channels)
  if (alpha !== undefined && directory.extraSamples?.[0] === MULTIPLIED_ALPHA) divide(pixels, channels, alpha)
  const light = alpha && lightOfShown(pixels, channels, alpha)
  if (alpha !== undefined && light !== undefined && ground !== undefined) layOn(ground, pixels, channels, alpha)
  const image: DecodedImage =
    channels === 3
      ? withoutEqualChannels(size.width, size.height, pixels)
      : { width: size.width, height: size.height, channels, pixels }
  const deepest = depth === 16 ? deepestOf(toPixels, channels) : undefined
  return {
    ...image,
    isTurned,
    ...(deepest === undefined ? {} : { deepest }),
    ...(light === undefined ? {} : { light }),
  }
}

/** All samples of an image, pixel after pixel. */
interface Samples extends ImageSize {
  readonly samples: Uint8Array | Uint16Array
  readonly perPixel: number
  readonly depth: number
}

interface ToPixels extends Pick<Samples, 'samples' | 'perPixel' | 'depth'> {
  readonly directory: Directory
  readonly white: number
  /** Pixels. */
  readonly count: number
}

function readSamples(bytes: Uint8Array, directory: Directory, width: number, height: number): Samples {
  const perPixel = valueOf(directory.samples, 1)
  const depth = valueOf(directory.bits, 1)
  checkKind(directory, perPixel, depth)
  const unpack = findUnpacking(valueOf(directory.compression, 1))
  const [tileWidth] = directory.tileWidth ?? []
  const isTiled = tileWidth !== undefined
  const partWidth = tileWidth ?? width
  const partHeight = isTiled
    ? (directory.tileHeight?.[0] ?? 0)
    : Math.min(height, valueOf(directory.rowsPerStrip, height))
  if (partWidth === 0 || partHeight === 0 || partWidth * partHeight > MOST_TILE_PIXELS) {
    throw new ImageError('is damaged: its parts have no size')
  }
  const offsets = needed(isTiled ? directory.tileOffsets : directory.stripOffsets)
  const lengths = (isTiled ? directory.tileBytes : directory.stripBytes) ?? []
  const isPlanar = valueOf(directory.planar, 1) === 2
  const together = isPlanar ? 1 : perPixel
  const across = Math.ceil(width / partWidth)
  const down = Math.ceil(height / partHeight)
  if (offsets.length < across * down * (perPixel / together))
    throw new ImageError('is damaged: parts of it are missing')

  const samples = depth === 16 ? new Uint16Array(width * height * perPixel) : new Uint8Array(width * height * perPixel)
  const rowBytes = Math.ceil((partWidth * together * depth) / 8)
  const part = new Uint8Array(rowBytes * partHeight)
  for (let plane = 0, i = 0; plane < perPixel / together; plane++) {
    for (let y0 = 0; y0 < height; y0 += partHeight) {
      // The last strip has no more rows than are left; a tile is always whole.
      const rows = Math.min(partHeight, height - y0)
      for (let x0 = 0; x0 < width; x0 += partWidth, i++) {
        const from = offsets[i]!
        const packed = bytes.subarray(from, from + (lengths[i] ?? bytes.length))
        const out = part.subarray(0, rowBytes * rows)
        if (unpack(packed, out) < out.length)
          throw new ImageError('is cut off, or damaged: it holds fewer pixels than it says')
        const row = { samples: partWidth * together, together, depth, little: directory.little }
        for (let y = 0; y < rows; y++) {
          const values = readRow(part.subarray(y * rowBytes, (y + 1) * rowBytes), row, valueOf(directory.predictor, 1))
          const seen = Math.min(partWidth, width - x0)
          for (let x = 0; x < seen; x++) {
            const to = ((y0 + y) * width + x0 + x) * perPixel + plane
            for (let c = 0; c < together; c++) samples[to + c] = values[x * together + c]!
          }
        }
      }
    }
  }
  return { samples, perPixel, depth, width, height }
}

/** Throws ImageError for what is not read. */
function checkKind(directory: Directory, perPixel: number, depth: number): void {
  const refuse = (what: string): ImageError =>
    new ImageError(`is a TIFF image ${what}, which is not read: convert it to PNG`)
  const photometric = valueOf(directory.photometric, WHITE_IS_ZERO)
  if (photometric > PALETTE) throw refuse(COLOURS.get(photometric) ?? 'in rare colours')
  if (valueOf(directory.sampleFormat, 1) === 3) throw refuse('of decimal numbers')
  if (valueOf(directory.sampleFormat, 1) === 2) throw refuse('of numbers with a sign')
  if (![1, 2, 4, 8, 16].includes(depth)) throw refuse(`of ${depth} bits`)
  if (directory.bits?.some((bits) => bits !== depth) === true) throw refuse('of channels of different bits')
  if (valueOf(directory.fillOrder, 1) !== 1) throw refuse('with its bits in the other order')
  const predictor = valueOf(directory.predictor, 1)
  if (predictor > 2 || (predictor === 2 && depth < 8)) throw refuse('with a rare predictor')
  if (perPixel < (photometric === RGB ? 3 : 1) || perPixel > 16) throw refuse(`of ${perPixel} channels`)
}

interface Row {
  /** Samples in it. */
  readonly samples: number
  /** Samples of a pixel in it. */
  readonly together: number
  readonly depth: number
  readonly little: boolean
}

/** The samples of a row, of which each is told by its difference from the pixel before where the predictor is 2. */
function readRow(bytes: Uint8Array, { samples, together, depth, little }: Row, predictor: number): Uint16Array {
  const values = new Uint16Array(samples)
  for (let i = 0; i < samples; i++) {
    if (depth === 8) values[i] = bytes[i]!
    else if (depth === 16) {
      const [first, second] = [bytes[2 * i]!, bytes[2 * i + 1]!]
      values[i] = little ? first | (second << 8) : (first << 8) | second
    } else {
      const bit = i * depth
      values[i] = (bytes[bit >> 3]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1)
    }
  }
  if (predictor === 2) {
    const mask = depth === 8 ? 0xff : 0xffff
    for (let i = together; i < samples; i++) values[i] = (values[i]! + values[i - together]!) & mask
  }
  return values
}

/** The pixels in bytes, of 1 channel or 3. */
function coloursOf({ directory, samples, perPixel, depth, white, count }: ToPixels): {
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly channels: 1 | 3
} {
  const photometric = valueOf(directory.photometric, WHITE_IS_ZERO)
  const most = 2 ** depth - 1
  const channels = photometric === RGB || photometric === PALETTE ? 3 : 1
  const pixels = new Uint8Array(count * channels)
  const palette = photometric === PALETTE ? needed(directory.palette) : undefined
  const scaled = (sample: number): number => (depth === 16 ? toByte(sample, white) : Math.round((sample * 255) / most))
  for (let i = 0, to = 0; i < count; i++) {
    const from = i * perPixel
    for (let c = 0; c < channels; c++, to++) {
      // A palette has all reds, then all greens and blues, of 16 bits each.
      if (palette !== undefined) pixels[to] = (palette[c * (most + 1) + samples[from]!] ?? 0) >> 8
      else if (photometric === WHITE_IS_ZERO) pixels[to] = 255 - scaled(samples[from]!)
      else pixels[to] = scaled(samples[from + c]!)
    }
  }
  return { pixels, channels }
}

/** One byte a pixel where there is an alpha channel. */
function alphaOf({ directory, samples, perPixel, depth, count }: ToPixels, channels: 1 | 3): Uint8Array | undefined {
  const [kind] = directory.extraSamples ?? []
  const own = valueOf(directory.photometric, WHITE_IS_ZERO) === PALETTE ? 1 : channels
  if ((kind !== ALPHA && kind !== MULTIPLIED_ALPHA) || perPixel <= own) return undefined
  const most = 2 ** depth - 1
  return Uint8Array.from({ length: count }, (_, i) => Math.round((samples[i * perPixel + own]! * 255) / most))
}

/** Takes back that colours were multiplied by their alpha. */
function divide(pixels: Uint8Array, channels: 1 | 3, alpha: Uint8Array): void {
  for (let at = 0; at < pixels.length; at++) {
    const share = alpha[Math.floor(at / channels)]!
    if (share > 0) pixels[at] = Math.min(255, Math.round((pixels[at]! * 255) / share))
  }
}

function deepestOf({ samples, perPixel, count, directory }: ToPixels, channels: 1 | 3): number {
  // Inverted values use the other end.
  if (valueOf(directory.photometric, WHITE_IS_ZERO) === WHITE_IS_ZERO) return 65_535
  let deepest = 0
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) deepest = Math.max(deepest, samples[i * perPixel + c]!)
  }
  return deepest
}

/** By orientation (TIFF 6.0, tag 274): whether rows and columns change places, and whether either runs backwards in the file. */
const TURNS = [
  { swap: false, right: false, down: false },
  { swap: false, right: true, down: false },
  { swap: false, right: true, down: true },
  { swap: false, right: false, down: true },
  { swap: true, right: false, down: false },
  { swap: true, right: false, down: true },
  { swap: true, right: true, down: true },
  { swap: true, right: true, down: false },
] as const

function turnSamples({ samples, perPixel, width, height }: Samples, orientation: number): Uint8Array | Uint16Array {
  const { swap, right, down } = TURNS[orientation - 1]!
  const turned = samples.slice()
  const [columns, rows] = swap ? [height, width] : [width, height]
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [storedX, storedY] = swap ? [y, x] : [x, y]
      const fromX = right ? width - 1 - storedX : storedX
      const fromY = down ? height - 1 - storedY : storedY
      const from = (fromY * width + fromX) * perPixel
      for (let c = 0; c < perPixel; c++) turned[to++] = samples[from + c]!
    }
  }
  return turned
}
