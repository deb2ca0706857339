/**
 * Image files in, pixels of one size out: the work that the pool of decode workers shares out.
 *
 * Files travel in batches, each one block of bytes with the places in it. So 70,000 small files cost a hundred messages and no copy:
 * every buffer here can be transferred. Entries of a zip archive travel as they lie there, and are unpacked where they are decoded.
 */
import { toGrey } from './colour'
import type { DecodedImage } from './decodedImage'
import { ImageError } from './decodedImage'
import type { ImageSize } from '../imageSize'
import { decodeInBrowser } from './decodeInBrowser'
import { fitImage } from './fitImage'
import { findFormat, type ImageFormat } from './imageFormats'
import type { ImportSettings } from '../importSettings'
import { type FormFacts, NO_FACTS, type PixelForm } from './pixelForm'
import { unpackEntry } from '../../files/zipEntry'

/** How a file of a batch lies there: as it is, as an entry of a zip archive with its local header, or not at all. */
export const FILE_STATES = { plain: 0, stored: 1, deflated: 2, unreadable: 3 } as const

/** Every array has one value for each file of the batch. */
export interface EncodedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly begins: Uint32Array<ArrayBuffer>
  /** Behind the file, or as far as an archive's entry may reach. */
  readonly ends: Uint32Array<ArrayBuffer>
  /** One of FILE_STATES. */
  readonly states: Uint8Array<ArrayBuffer>
  /** These three are of an archive's entries, as its directory says. */
  readonly packedSizes: Uint32Array<ArrayBuffer>
  readonly sizes: Uint32Array<ArrayBuffer>
  readonly crcs: Uint32Array<ArrayBuffer>
  /** The target of every image. */
  readonly target: ImageTarget
  /** Memory for the pixels, where some is at hand. More is taken when it does not suffice. */
  readonly room?: ArrayBuffer
}

/** The size, and how images of others come to it; `rgb` is the same as `auto` here. */
export interface ImageTarget extends ImageSize, Pick<ImportSettings, 'colour' | 'fit' | 'filter'> {
  readonly form: PixelForm
}

/** Why an image of a batch has no pixels. `message` reads on from the file's name: `is cut off`. */
export interface DecodeFailure {
  readonly index: number
  readonly message: string
}

/**
 * The images of a batch, in its order. In its file image `i` has `widths[i]` x `heights[i]` pixels.
 *
 * In `pixels` each has the target's size with `channels[i]`, one after the other, rows from the top, channel last. They are at the
 * beginning of a buffer that may be longer. An image whose every pixel is grey has 1 channel, any other 3. A failed image has 0 and takes
 * no bytes.
 */
export interface DecodedBatch {
  readonly widths: Uint32Array<ArrayBuffer>
  readonly heights: Uint32Array<ArrayBuffer>
  readonly channels: Uint8Array<ArrayBuffer>
  readonly pixels: Uint8Array<ArrayBuffer>
  /** How many had colours that the target took away. */
  readonly greyed: number
  readonly facts: FormFacts
  readonly failures: readonly DecodeFailure[]
}

/** Decodes a batch somewhere: in place, or in a pool of workers. The batch is given away: its buffers may be transferred. */
export type DecodeImages = (batch: EncodedBatch) => Promise<DecodedBatch>

/** Decodes a batch in place. Bad images never make it reject: `failures` lists them. */
export async function decodeBatch(batch: EncodedBatch): Promise<DecodedBatch> {
  const { target } = batch
  const count = batch.begins.length
  const widths = new Uint32Array(count)
  const heights = new Uint32Array(count)
  const channels = new Uint8Array(count)
  const failures: DecodeFailure[] = []
  const imagePixels = target.width * target.height
  let pixels = roomFor(imagePixels * count, batch.room)
  let used = 0
  let greyed = 0
  let facts = NO_FACTS

  for (let index = 0; index < count; index++) {
    let image: DecodedImage
    try {
      // Awaiting only where there is something to wait for: a promise for each PNG would cost as much as its pixels.
      const file = fileOf(batch, index)
      const format = findFormat(file)
      const decoded = decodeImage(file, format, target.form)
      image = decoded instanceof Promise ? await decoded : decoded
      if (format?.hasMore?.(file) === true) facts = { ...facts, several: facts.several + 1 }
    } catch (error) {
      if (!(error instanceof ImageError)) throw error
      failures.push({ index, message: error.message })
      continue
    }
    facts = withImage(facts, image)
    widths[index] = image.width
    heights[index] = image.height
    channels[index] = target.colour === 'grey' ? 1 : image.channels
    if (channels[index] !== image.channels) greyed += 1
    const fitted = fitImage(target.colour === 'grey' ? toGrey(image) : image, target, target.fit, target.filter)
    if (used + fitted.pixels.length > pixels.length) {
      // The first image with colours: there may be more.
      const grown = new Uint8Array(imagePixels * 3 * count)
      grown.set(pixels.subarray(0, used))
      pixels = grown
    }
    pixels.set(fitted.pixels, used)
    used += fitted.pixels.length
  }
  return { widths, heights, channels, pixels: pixels.subarray(0, used), greyed, facts, failures }
}

function roomFor(bytes: number, room = new ArrayBuffer(0)): Uint8Array<ArrayBuffer> {
  return room.byteLength < bytes ? new Uint8Array(bytes) : new Uint8Array(room)
}

/**
 * Room for the pixels of one small image, until they are in their batch: an array for each would be tens of megabytes before the browser
 * takes them away.
 */
const scratch = new Uint8Array(1 << 16)

function borrow(length: number): Uint8Array<ArrayBuffer> {
  return length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length)
}

function fileOf(batch: EncodedBatch, index: number): Uint8Array<ArrayBuffer> {
  const begin = batch.begins[index]!
  const end = batch.ends[index]!
  const state = batch.states[index]!
  if (state === FILE_STATES.unreadable) throw new ImageError('can’t be read: it is damaged, or was moved since')
  if (state === FILE_STATES.plain) return batch.bytes.subarray(begin, end)
  const content = unpackEntry(batch.bytes, begin, end, {
    deflated: state === FILE_STATES.deflated,
    packedSize: batch.packedSizes[index]!,
    size: batch.sizes[index]!,
    crc: batch.crcs[index]!,
  })
  if (content === undefined) throw new ImageError('is damaged in the archive')
  return content
}

/** Nothing is counted of most images, which leave no choice. */
function withImage(facts: FormFacts, { deepest, light, isTurned }: DecodedImage): FormFacts {
  if (deepest === undefined && light === undefined && isTurned !== true) return facts
  const shows = light !== undefined && !Number.isNaN(light)
  return {
    deep: facts.deep + (deepest === undefined ? 0 : 1),
    deepest: Math.max(facts.deepest, deepest ?? 0),
    clear: facts.clear + (light === undefined ? 0 : 1),
    showing: facts.showing + (shows ? 1 : 0),
    light: facts.light + (shows ? light : 0),
    turned: facts.turned + (isTurned === true ? 1 : 0),
    several: facts.several,
  }
}

function decodeImage(
  file: Uint8Array<ArrayBuffer>,
  format: ImageFormat | undefined,
  form: PixelForm,
): DecodedImage | Promise<DecodedImage> {
  if (format?.decode !== undefined) return format.decode(file, form, borrow)
  if (format !== undefined) return decodeInBrowser(file, format, form)
  throw new ImageError(file.length === 0 ? 'is empty' : 'is not an image that can be read, such as PNG or JPEG')
}
