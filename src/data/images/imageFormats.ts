/** The image formats that are read, told by their first bytes. PNG is decoded here, and the browser decodes the others. */
import { isBmp, readBmpSize } from './bmp'
import type { ImageSize } from '../imageSize'
import { isGif, readGifSize } from './gif'
import { isJpeg, isTurnedJpeg, readJpegSize } from './jpeg'
import { isPng, readPngSize } from './png'
import type { ImportSettings } from '../importSettings'
import { isWebp, readWebpSize } from './webp'

export interface ImageFormat {
  readonly name: 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'BMP'
  /** Its media type. */
  readonly type: string
  readonly matches: (bytes: Uint8Array) => boolean
  /** The size as the header claims it. Undefined where the file ends before or is damaged. */
  readonly readSize: (bytes: Uint8Array, turn?: ImportSettings['turn']) => ImageSize | undefined
  /** Whether parts of it may be see-through. */
  readonly mayBeClear: boolean
  /** Whether Exif data in it say that it is to be turned or mirrored. */
  readonly isTurned?: (bytes: Uint8Array) => boolean
}

const FORMATS: readonly ImageFormat[] = [
  { name: 'PNG', type: 'image/png', matches: isPng, readSize: readPngSize, mayBeClear: true },
  {
    name: 'JPEG',
    type: 'image/jpeg',
    matches: isJpeg,
    readSize: readJpegSize,
    mayBeClear: false,
    isTurned: isTurnedJpeg,
  },
  { name: 'WebP', type: 'image/webp', matches: isWebp, readSize: readWebpSize, mayBeClear: true },
  { name: 'GIF', type: 'image/gif', matches: isGif, readSize: readGifSize, mayBeClear: true },
  { name: 'BMP', type: 'image/bmp', matches: isBmp, readSize: readBmpSize, mayBeClear: true },
]

/** Goes by the content, never the name. Undefined for anything else. */
export function findFormat(bytes: Uint8Array): ImageFormat | undefined {
  return FORMATS.find((format) => format.matches(bytes))
}
