/**
 * Encoded images in, pixels out: the work that the pool of decode workers shares out.
 *
 * Images travel in batches, each one block of bytes with the places in it, so that 70,000 small files cost a hundred messages and no
 * copy: every buffer here can be transferred.
 */
import type { DecodedImage } from './decodedImage'
import { ImageError } from './decodedImage'
import { decodeJpeg, isJpeg, readJpegSize } from './jpeg'
import { decodePng, isPng, readPngSize } from './png'

/** Image files one after the other: image i is `bytes[offsets[i] .. offsets[i + 1]]`, so there is one offset more than images. */
export interface EncodedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly offsets: Uint32Array<ArrayBuffer>
}

/** Why an image of a batch has no pixels. `message` reads on from the file's name: `is cut off`. */
export interface DecodeFailure {
  readonly index: number
  readonly message: string
}

/**
 * The images of a batch, in its order: `widths[i]` x `heights[i]` x `channels[i]` bytes each, one after the other in `pixels`, rows from the
 * top, channel last. Channels are 1 for an image whose every pixel is grey, else 3; a failed image has 0 and takes no bytes.
 */
export interface DecodedBatch {
  readonly widths: Uint32Array<ArrayBuffer>
  readonly heights: Uint32Array<ArrayBuffer>
  readonly channels: Uint8Array<ArrayBuffer>
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly failures: readonly DecodeFailure[]
}

/** Decodes a batch somewhere: in place, or in a pool of workers. The batch is given away: its buffers may be transferred. */
export type DecodeImages = (batch: EncodedBatch) => Promise<DecodedBatch>

const MAX_SPARE_BYTES = 32 * 2 ** 20

/** Pixels that the header claims, by which batches are kept small; 0 for what is no image. */
export function claimedPixels(bytes: Uint8Array): number {
  const size = isPng(bytes) ? readPngSize(bytes) : isJpeg(bytes) ? readJpegSize(bytes) : undefined
  return size === undefined ? 0 : size.width * size.height
}

/** Decodes a batch in place. Never rejects for what is in the images: that is listed in `failures`. */
export async function decodeBatch({ bytes, offsets }: EncodedBatch): Promise<DecodedBatch> {
  const count = offsets.length - 1
  const widths = new Uint32Array(count)
  const heights = new Uint32Array(count)
  const channels = new Uint8Array(count)
  const failures: DecodeFailure[] = []
  let pixels = new Uint8Array(0)
  let used = 0

  for (let index = 0; index < count; index++) {
    const file = bytes.subarray(offsets[index], offsets[index + 1])
    let image: DecodedImage
    try {
      // Awaiting only where there is something to wait for: a promise for each PNG would cost as much as its pixels.
      const decoded = decodeImage(file)
      image = decoded instanceof Promise ? await decoded : decoded
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      failures.push({ index, message: error.message })
      continue
    }
    const end = used + image.pixels.length
    if (end > pixels.length) {
      // With room for the rest of the batch at this image's size: exact when all are alike.
      const grown = new Uint8Array(end + Math.min(image.pixels.length * (count - index - 1), MAX_SPARE_BYTES))
      grown.set(pixels.subarray(0, used))
      pixels = grown
    }
    pixels.set(image.pixels, used)
    used = end
    widths[index] = image.width
    heights[index] = image.height
    channels[index] = image.channels
  }
  return { widths, heights, channels, pixels: used === pixels.length ? pixels : pixels.slice(0, used), failures }
}

function decodeImage(file: Uint8Array<ArrayBuffer>): DecodedImage | Promise<DecodedImage> {
  if (isPng(file)) return decodePng(file)
  if (isJpeg(file)) return decodeJpeg(file)
  throw new ImageError(file.length === 0 ? 'is empty' : 'is not a PNG or JPEG image')
}
