/** The size of a JPEG (ITU T.81), as it is seen; the browser decodes it, and turns it upright. */
import type { ImageSize } from '../imageSize'
import type { ImportSettings } from '../importSettings'

const EXIF_ORIENTATION = 0x0112
/** From here on orientations lie on their side (Exif 2.32, 4.6.4). */
const FIRST_SIDEWAYS = 5
const LAST_ORIENTATION = 8

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/**
 * Width and height as the frame header (B.2.2) claims them, turned as the Exif orientation says unless they are wanted as stored. Undefined
 * where there is none.
 */
export function readJpegSize(bytes: Uint8Array, turn: ImportSettings['turn'] = 'exif'): ImageSize | undefined {
  const frame = readFrame(bytes)
  if (frame === undefined) return undefined
  const { width, height, orientation } = frame
  return turn === 'exif' && orientation >= FIRST_SIDEWAYS ? { width: height, height: width } : { width, height }
}

export function isTurnedJpeg(bytes: Uint8Array): boolean {
  const orientation = readFrame(bytes)?.orientation ?? 1
  return orientation > 1 && orientation <= LAST_ORIENTATION
}

/** A copy whose Exif data no decoder finds: browsers turn images as those say, whatever is asked of them. */
export function withoutExif(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  for (let at = 2; at + 10 <= copy.length && copy[at] === 0xff;) {
    const marker = copy[at + 1]!
    // Pixels begin behind a scan's header, and fill bytes may stand before a marker.
    if (marker === 0xda) break
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xe1 && copy[at + 4] === 0x45) copy[at + 4] = 0
    at += 2 + uint16(copy, at + 2)
  }
  return copy
}

function readFrame(bytes: Uint8Array): (ImageSize & { readonly orientation: number }) | undefined {
  let orientation = 1
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1 // Fill bytes may stand before a marker.
      continue
    }
    // SOF0 to SOF15, without the three of that range that mean something else: DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const height = uint16(bytes, at + 5)
      const width = uint16(bytes, at + 7)
      return { width, height, orientation }
    }
    const length = uint16(bytes, at + 2)
    if (marker === 0xe1) orientation = Math.max(orientation, readOrientation(bytes.subarray(at + 4, at + 2 + length)))
    at += 2 + length
  }
  return undefined
}

/**
 * The orientation in an Exif segment's first directory (TIFF 6.0, section 2), 1 to 8. It is 1 for an upright image, and where nothing is
 * said.
 */
function readOrientation(segment: Uint8Array): number {
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength)
  // `Exif`, two zeros, and the beginning of a TIFF file: its byte order, 42, and where its directory is.
  if (segment.length < 14 || view.getUint32(0) !== 0x45786966) return 1
  const order = view.getUint16(6)
  if (order !== 0x4949 && order !== 0x4d4d) return 1
  const little = order === 0x4949
  const directory = 6 + view.getUint32(10, little)
  if (directory + 2 > segment.length) return 1
  const end = Math.min(segment.length, directory + 2 + 12 * view.getUint16(directory, little))
  for (let at = directory + 2; at + 12 <= end; at += 12) {
    if (view.getUint16(at, little) === EXIF_ORIENTATION) return view.getUint16(at + 8, little)
  }
  return 1
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}
