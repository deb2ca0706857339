/** The image formats that are read, told by their first bytes. PNG is decoded here, and the browser decodes the others. */
import { isBmp, readBmpSize } from './bmp'
import type { ImageSize } from '../imageSize'
import { isGif, readGifSize } from './gif'
import { isJpeg, readJpegSize } from './jpeg'
import { isPng, readPngSize } from './png'
import { isWebp, readWebpSize } from './webp'

export interface ImageFormat {
  readonly name: 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'BMP'
  /** Its media type. */
  readonly type: string
  readonly matches: (bytes: Uint8Array) => boolean
  /** The size as the header claims it. Undefined where the file ends before or is damaged. */
  readonly readSize: (bytes: Uint8Array) => ImageSize | undefined
}

const FORMATS: readonly ImageFormat[] = [
  { name: 'PNG', type: 'image/png', matches: isPng, readSize: readPngSize },
  { name: 'JPEG', type: 'image/jpeg', matches: isJpeg, readSize: readJpegSize },
  { name: 'WebP', type: 'image/webp', matches: isWebp, readSize: readWebpSize },
  { name: 'GIF', type: 'image/gif', matches: isGif, readSize: readGifSize },
  { name: 'BMP', type: 'image/bmp', matches: isBmp, readSize: readBmpSize },
]

/** Goes by the content, never the name. Undefined for anything else. */
export function findFormat(bytes: Uint8Array): ImageFormat | undefined {
  return FORMATS.find((format) => format.matches(bytes))
}
