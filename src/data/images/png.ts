/**
 * Reads PNG (ISO/IEC 15948, the W3C's PNG Specification, Third Edition): every colour type, bit depth, filter and interlacing.
 *
 * A training set is tens of thousands of tiny files, so the way of a small image is short: one pass over the chunks, one inflate into a
 * buffer that is kept, one pass of filters.
 *
 * A network sees the numbers in the file:
 *
 * - Without a ground, alpha and transparency are dropped, as Pillow's `convert('L')` and `convert('RGB')` do.
 * - 16-bit samples keep their high byte, unless they are said to use fewer bits.
 * - Colour profiles and gamma are not applied.
 */
import { crc32 } from '../../files/crc32'
import type { DecodedImage } from './decodedImage'
import { AS_STORED, type PixelForm } from './pixelForm'
import { layOn, lightOfShown } from './seeThrough'
import { checkSize, ImageError, withoutEqualChannels } from './decodedImage'
import type { ImageSize } from '../imageSize'
import { inflateInto } from '../../files/inflate'
import { spreadAlpha } from './pngAlpha'
import { findDeepest, type PngLayout, rowBytes, spreadSamples, unfilter } from './pngRows'

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const IHDR = 0x49484452
const PLTE = 0x504c5445
const TRNS = 0x74524e53
const IDAT = 0x49444154
const IEND = 0x49454e44
/** Says that an image is animated. */
const ACTL = 0x6163544c

/** Samples of a pixel by colour type: grey, -, RGB, palette index, grey and alpha, -, RGB and alpha. */
const SAMPLES = [1, 0, 3, 1, 2, 0, 4]
const DEPTHS = [[1, 2, 4, 8, 16], [], [8, 16], [1, 2, 4, 8], [8, 16], [], [8, 16]]

/** First column, first row, column step, row step of each of Adam7's passes. */
const WHOLE = [[0, 0, 1, 1]] as const
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

interface Pass extends PngLayout {
  readonly bytes: number
}

interface Header {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly colourType: number
  readonly interlaced: boolean
}

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte)
}

/** Width and height as the header claims them, or undefined where the file ends before. */
export function readPngSize(bytes: Uint8Array): ImageSize | undefined {
  return bytes.length < 24 ? undefined : { width: uint32(bytes, 16), height: uint32(bytes, 20) }
}

/** Whether it is animated: then a chunk says so before the pixels (PNG, third edition, acTL). */
export function isAnimatedPng(bytes: Uint8Array): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + uint32(bytes, at)) {
    const type = uint32(bytes, at + 4)
    if (type === ACTL) return true
    if (type === IDAT) return false
  }
  return false
}

/** Gives room for so many bytes of pixels, which may hold anything. */
export type Allocate = (bytes: number) => Uint8Array<ArrayBuffer>

/** Throws ImageError for anything but a whole, sound PNG of at most MAX_IMAGE_PIXELS. */
export function decodePng(
  bytes: Uint8Array,
  form: PixelForm = AS_STORED,
  allocate: Allocate = (length) => new Uint8Array(length),
): DecodedImage {
  if (!isPng(bytes)) throw new ImageError('is not a PNG image')
  let header: Header | undefined
  let palette: Uint8Array | undefined
  let transparency: Uint8Array | undefined
  const data: Uint8Array[] = []

  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw new ImageError('is cut off')
    const length = uint32(bytes, at)
    const type = uint32(bytes, at + 4)
    const end = at + 8 + length
    if (end + 4 > bytes.length) throw new ImageError('is cut off')
    const body = bytes.subarray(at + 8, end)
    const critical = (type & 0x2000_0000) === 0
    if (critical && crc32(bytes, at + 4, end) !== uint32(bytes, end)) {
      throw new ImageError('is damaged: a checksum in it does not fit')
    }
    if (header === undefined) {
      if (type !== IHDR) throw new ImageError('is damaged: it does not begin with a header')
      header = readHeader(body)
    } else if (type === IDAT) {
      data.push(body)
    } else if (type === PLTE) {
      palette = body
    } else if (type === TRNS) {
      transparency = body
    } else if (type === IEND) {
      break
    } else if (critical) {
      throw new ImageError('is no PNG of the standard: it holds a chunk of another kind that it says is needed')
    }
    at = end + 4
  }
  if (data.length === 0) throw new ImageError('is damaged: it holds no pixels')
  return readPixels({ ...header, palette, transparency }, data, form, allocate)
}

function readHeader(body: Uint8Array): Header {
  if (body.length !== 13) throw new ImageError('is damaged: its header has a wrong length')
  const width = uint32(body, 0)
  const height = uint32(body, 4)
  const depth = body[8]!
  const colourType = body[9]!
  checkSize(width, height)
  if (DEPTHS[colourType]?.includes(depth) !== true || body[10] !== 0 || body[11] !== 0 || body[12]! > 1) {
    throw new ImageError('is damaged: its header names a kind of PNG that does not exist')
  }
  return { width, height, depth, colourType, interlaced: body[12] === 1 }
}

interface Chunks extends Header {
  readonly palette: Uint8Array | undefined
  readonly transparency: Uint8Array | undefined
}

function readPixels(
  header: Chunks,
  data: readonly Uint8Array[],
  { white, ground }: PixelForm,
  allocate: Allocate,
): DecodedImage {
  const { width, height, depth, colourType } = header
  const palette = colourType === 3 ? header.palette : undefined
  if (colourType === 3 && palette === undefined) throw new ImageError('is damaged: its palette is missing')
  const samples = SAMPLES[colourType]!
  const passes = passesOf(header, samples)
  let size = 0
  for (const pass of passes) size += (pass.bytes + 1) * pass.height
  const raw = inflate(data, size)

  const grey = colourType === 0 || colourType === 4
  const pixels = allocate(width * height * (grey ? 1 : 3))
  const transparency = colourType < 4 ? header.transparency : undefined
  const alpha = colourType >= 4 || transparency !== undefined ? new Uint8Array(width * height) : undefined
  const asStored = colourType === 0 && depth === 8 && !header.interlaced && alpha === undefined
  const format = { depth, samples, palette, white }
  let deepest = 0
  const stride = Math.max(1, (samples * depth) >> 3)
  let from = 0
  for (const pass of passes) {
    const rows = asStored ? pixels : new Uint8Array(pass.bytes * pass.height)
    unfilter(raw, from, rows, pass.bytes, pass.height, stride)
    from += (pass.bytes + 1) * pass.height
    if (asStored) continue
    spreadSamples(rows, pass, format, pixels, width)
    if (depth === 16) deepest = Math.max(deepest, findDeepest(rows, samples))
    if (alpha !== undefined) spreadAlpha(rows, pass, format, transparency, alpha, width)
  }
  if (asStored) return { width, height, channels: 1, pixels }
  const light = alpha && lightOfShown(pixels, grey ? 1 : 3, alpha)
  if (alpha !== undefined && light !== undefined && ground !== undefined) layOn(ground, pixels, grey ? 1 : 3, alpha)
  const image: DecodedImage = grey
    ? { width, height, channels: 1, pixels }
    : withoutEqualChannels(width, height, pixels)
  return { ...image, ...(depth === 16 ? { deepest } : {}), ...(light === undefined ? {} : { light }) }
}

function passesOf(header: Header, samples: number): Pass[] {
  const passes: Pass[] = []
  for (const [x, y, stepX, stepY] of header.interlaced ? ADAM7 : WHOLE) {
    const width = Math.ceil((header.width - x) / stepX)
    const height = Math.ceil((header.height - y) / stepY)
    if (width > 0 && height > 0)
      passes.push({ x, y, stepX, stepY, width, height, bytes: rowBytes(width, samples * header.depth) })
  }
  return passes
}

/** Kept from image to image: for small ones the allocation would cost more than the inflating. */
const scratch = new Uint8Array(1 << 16)

/** The first `size` bytes that the data inflates to, valid until the next call. */
function inflate(data: readonly Uint8Array[], size: number): Uint8Array {
  const out = size <= scratch.length ? scratch.subarray(0, size) : new Uint8Array(size)
  let filled: number
  try {
    filled = inflateInto('zlib', data, out)
  } catch {
    // fflate's own words are about deflate, and a person can do nothing with them.
    throw new ImageError('is damaged: its pixels do not unpack')
  }
  if (filled < size) throw new ImageError('is damaged: it holds fewer pixels than its header says')
  return out
}

function uint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}
