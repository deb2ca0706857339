/** The image formats that are read, told by their first bytes. Some are decoded here, and the browser decodes the others. */
import { isAvif, readAvifSize } from './avif'
import { isBmp, readBmpSize } from './bmp'
import type { ImageSize } from '../imageSize'
import type { DecodedImage } from './decodedImage'
import { isAnimatedGif, isGif, readGifSize } from './gif'
import { isJpeg, isTurnedJpeg, readJpegSize, withoutExif } from './jpeg'
import { decodeNetpbm, isNetpbm, readNetpbmSize } from './netpbm'
import type { PixelForm } from './pixelForm'
import { type Allocate, decodePng, isAnimatedPng, isPng, readPngSize } from './png'
import { hasMorePages, isTiff } from './tiff/directory'
import { decodeTiff, readTiffSize } from './tiff/tiff'
import type { ImportSettings } from '../importSettings'
import { isAnimatedWebp, isWebp, readWebpSize } from './webp'

export interface ImageFormat {
  readonly name: 'PNG' | 'JPEG' | 'WebP' | 'AVIF' | 'GIF' | 'BMP' | 'TIFF' | 'Netpbm'
  /** Its media type. */
  readonly type: string
  readonly matches: (bytes: Uint8Array) => boolean
  /** The size as the header claims it. Undefined where the file ends before or is damaged. */
  readonly readSize: (bytes: Uint8Array, turn?: ImportSettings['turn']) => ImageSize | undefined
  /** Reads a whole file, where that is not left to the browser. Throws ImageError. */
  readonly decode?: (bytes: Uint8Array, form: PixelForm, allocate: Allocate) => DecodedImage
  /** Whether parts of it may be see-through. */
  readonly mayBeClear: boolean
  /** Whether Exif data in it say that it is to be turned or mirrored. */
  readonly isTurned?: (bytes: Uint8Array) => boolean
  /** Whether it holds more pictures than the first. */
  readonly hasMore?: (bytes: Uint8Array) => boolean
  /** The same without what turns it. */
  readonly asStored?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>
}

/** The endings of their names. */
export const IMAGE_NAME = /\.(png|jpe?g|webp|avif|bmp|gif|tiff?|p[bgpn]m)$/i

const FORMATS: readonly ImageFormat[] = [
  {
    name: 'PNG',
    type: 'image/png',
    matches: isPng,
    readSize: readPngSize,
    decode: decodePng,
    mayBeClear: true,
    hasMore: isAnimatedPng,
  },
  {
    name: 'JPEG',
    type: 'image/jpeg',
    matches: isJpeg,
    readSize: readJpegSize,
    mayBeClear: false,
    isTurned: isTurnedJpeg,
    asStored: withoutExif,
  },
  {
    name: 'WebP',
    type: 'image/webp',
    matches: isWebp,
    readSize: readWebpSize,
    mayBeClear: true,
    hasMore: isAnimatedWebp,
  },
  { name: 'GIF', type: 'image/gif', matches: isGif, readSize: readGifSize, mayBeClear: true, hasMore: isAnimatedGif },
  { name: 'BMP', type: 'image/bmp', matches: isBmp, readSize: readBmpSize, mayBeClear: true },
  { name: 'AVIF', type: 'image/avif', matches: isAvif, readSize: readAvifSize, mayBeClear: true },
  {
    name: 'TIFF',
    type: 'image/tiff',
    matches: isTiff,
    readSize: readTiffSize,
    decode: decodeTiff,
    mayBeClear: true,
    hasMore: hasMorePages,
  },
  {
    name: 'Netpbm',
    type: 'image/x-portable-anymap',
    matches: isNetpbm,
    readSize: readNetpbmSize,
    decode: decodeNetpbm,
    mayBeClear: false,
  },
]

/** Goes by the content, never the name. Undefined for anything else. */
export function findFormat(bytes: Uint8Array): ImageFormat | undefined {
  return FORMATS.find((format) => format.matches(bytes))
}
