/** Reads JPEG with the browser's own decoder. The size is read from the header first, so that a huge image is refused, not decoded. */
import type { DecodedImage } from './decodedImage'
import { checkSize, ImageError, withoutEqualChannels } from './decodedImage'

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/** Width and height as the frame header (ITU T.81, B.2.2) claims them, or undefined where there is none. */
export function readJpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  for (let at = 2; at + 9 <= bytes.length;) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1 // Fill bytes may stand before a marker.
      continue
    }
    // SOF0 to SOF15, without the three of that range that mean something else: DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: uint16(bytes, at + 5), width: uint16(bytes, at + 7) }
    }
    at += 2 + uint16(bytes, at + 2)
  }
  return undefined
}

/** Turned upright as its Exif orientation says; colour profiles are not applied. Throws ImageError. */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage> {
  const size = readJpegSize(bytes)
  if (size === undefined) throw new ImageError('is a JPEG image that is cut off or damaged')
  checkSize(size.width, size.height)
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined') {
    throw new ImageError('is a JPEG image, and this browser can’t read JPEG in a worker: convert it to PNG')
  }
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }), { colorSpaceConversion: 'none' })
  } catch {
    throw new ImageError('is a JPEG image that is cut off or damaged')
  }
  const { width, height } = bitmap
  const rgba = readBitmap(bitmap)
  const rgb = new Uint8Array(width * height * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!
    rgb[to + 1] = rgba[from + 1]!
    rgb[to + 2] = rgba[from + 2]!
  }
  return withoutEqualChannels(width, height, rgb)
}

let canvas: OffscreenCanvas | undefined

function readBitmap(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap
  // One canvas for all images of a size: a new one each would cost more than the drawing.
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new ImageError('could not be read: the browser has no room for another canvas')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return context.getImageData(0, 0, width, height).data
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}
