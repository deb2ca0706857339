/**
 * Decodes images with the browser's own decoders, in a worker: the first frame, upright unless the form says otherwise, without colour
 * management. Colours behind parts that are wholly clear are black, because a canvas keeps none there.
 */
import type { DecodedImage } from './decodedImage'
import type { PixelForm } from './pixelForm'
import { layOn, lightOfShown } from './seeThrough'
import { checkSize, ImageError, withoutEqualChannels } from './decodedImage'
import type { ImageFormat } from './imageFormats'

/** The size is read from the header first, so that a huge image is refused, not decoded. Throws ImageError. */
export async function decodeInBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  format: ImageFormat,
  { ground, turn }: PixelForm,
): Promise<DecodedImage> {
  const damaged = `is a ${format.name} image that is cut off or damaged`
  const size = format.readSize(bytes)
  if (size === undefined) throw new ImageError(damaged)
  checkSize(size.width, size.height)
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined') {
    throw new ImageError(`is a ${format.name} image, and this browser can’t read those in a worker: convert it to PNG`)
  }
  let bitmap: ImageBitmap
  try {
    const shown = turn === 'stored' && format.asStored !== undefined ? format.asStored(bytes) : bytes
    bitmap = await createImageBitmap(new Blob([shown], { type: format.type }), { colorSpaceConversion: 'none' })
  } catch {
    throw new ImageError(damaged)
  }
  const { width, height } = bitmap
  const rgba = readBitmap(bitmap)
  const rgb = new Uint8Array(width * height * 3)
  const alpha = format.mayBeClear ? new Uint8Array(width * height) : undefined
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!
    rgb[to + 1] = rgba[from + 1]!
    rgb[to + 2] = rgba[from + 2]!
  }
  if (alpha !== undefined) for (let i = 0; i < alpha.length; i++) alpha[i] = rgba[4 * i + 3]!
  const light = alpha && lightOfShown(rgb, 3, alpha)
  if (alpha !== undefined && light !== undefined && ground !== undefined) layOn(ground, rgb, 3, alpha)
  const isTurned = turn === 'exif' && format.isTurned?.(bytes) === true
  return { ...withoutEqualChannels(width, height, rgb), isTurned, ...(light === undefined ? {} : { light }) }
}

let canvas: OffscreenCanvas | undefined

function readBitmap(bitmap: ImageBitmap): Uint8ClampedArray {
  const { width, height } = bitmap
  // One canvas for all images of a size: a new one each would cost more than the drawing.
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new ImageError('could not be read: the browser has no room for another canvas')
  context.clearRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return context.getImageData(0, 0, width, height).data
}
