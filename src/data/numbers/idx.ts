/** Reads IDX, the format that MNIST is published in (LeCun, Cortes, Burges): a few numbers in big-endian order, then bytes. */
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { createBreather } from '../../common/breathe'
import { piecesOf } from '../../files/byteStream'
import { MAX_IMAGES, MAX_PIXEL_BYTES, MAX_SIDE } from '../limits'
import type { ReadOptions } from '../images/readImages'
import type { SourceEntry } from '../../files/sourceEntry'

/** How much of a file tells what is in it: with four axes. */
const HEAD_BYTES = 20
const BYTES_TYPE = 8
const INTEGERS_TYPE = 0x0c
/** The most numbers that stand for the label of an image. */
const MAX_NUMBERS = 64
const OTHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0x09, 'signed bytes'],
  [0x0b, '16-bit integers'],
  [0x0c, '32-bit integers'],
  [0x0d, '32-bit floats'],
  [0x0e, '64-bit floats'],
])
/** Bytes that are believed at once of a file whose length is unknown. */
const BELIEVED_BYTES = 2 ** 26

/** A file's own account of itself. */
export type IdxHead =
  | {
      readonly kind: 'labels'
      readonly count: number
      readonly offset: number
      /** How many numbers stand for each image. The first is its class. */
      readonly numbers: number
      /** The bytes of a number, which lie from the highest to the lowest. */
      readonly numberBytes: 1 | 4
    }
  | {
      readonly kind: 'images'
      readonly count: number
      readonly width: number
      readonly height: number
      readonly channels: 1 | 3
      readonly offset: number
    }

type ImagesHead = Extract<IdxHead, { kind: 'images' }>

export interface IdxImages {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  readonly count: number
  /** `count` x `height` x `width` x `channels` bytes. */
  readonly pixels: Uint8Array<ArrayBuffer>
}

/** Throws ImportError when it is no IDX file of images or labels, or not as long as it says, as far as its length is known. */
export async function readIdxHead(entry: SourceEntry): Promise<IdxHead> {
  const file = entry.path
  const bytes = await entry.read(HEAD_BYTES)
  const [, , type = 0, axes = 0] = bytes
  const offset = 4 + 4 * axes
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0 || axes === 0) {
    throw new ImportError(`${file} is no IDX file: drop the original, such as train-images-idx3-ubyte.gz.`, { file })
  }
  // QMNIST has eight integers an image: the class, and who wrote it where.
  const areIntegers = type === INTEGERS_TYPE && axes <= 2
  if (type !== BYTES_TYPE && !areIntegers) {
    const what = OTHER_TYPES.get(type) ?? `values of an unknown type, ${type},`
    throw new ImportError(`${file} holds ${what} where bytes are read: save it as unsigned bytes.`, { file })
  }
  if ((axes === 2 && !areIntegers) || axes > 4) {
    const message = `${file} has ${axes} axes: images have three (images, rows, columns) or four with channels, and labels one.`
    throw new ImportError(message, { file })
  }
  if (bytes.length < offset) throw new ImportError(`${file} is cut off: download it again.`, { file })
  const view = new DataView(bytes.buffer)
  const [count = 0, height = 0, width = 0, channels = 1] = Array.from({ length: axes }, (_, axis) =>
    view.getUint32(4 + 4 * axis),
  )
  if (count > MAX_IMAGES) {
    const message = `${file} says that it has ${counted(count, axes <= 2 ? 'labels' : 'images')}, and at most ${MAX_IMAGES.toLocaleString('en-US')} are read: split it into smaller sets.`
    throw new ImportError(message, { file })
  }
  const head: IdxHead =
    axes <= 2
      ? { kind: 'labels', count, offset, numbers: axes === 1 ? 1 : height, numberBytes: areIntegers ? 4 : 1 }
      : { kind: 'images', count, height, width, channels: toChannels(file, channels), offset }
  if (head.kind === 'images') checkSize(file, head)
  else if (head.numbers === 0 || head.numbers > MAX_NUMBERS) {
    throw new ImportError(`${file} has ${head.numbers.toLocaleString('en-US')} numbers a row where labels have one.`, {
      file,
    })
  }
  if (entry.size !== undefined) checkLength(file, head, entry.size)
  return head
}

/** The first `most` images. Throws ImportError when it is not as long as it says, and the signal's reason when it is aborted. */
export async function readIdxImages(
  entry: SourceEntry,
  head: ImagesHead,
  { signal, onProgress }: Pick<ReadOptions, 'signal' | 'onProgress'>,
  most = Infinity,
): Promise<IdxImages> {
  const { width, height, channels } = head
  const count = Math.min(head.count, most)
  const size = width * height * channels
  const onBytes = (bytes: number): void =>
    onProgress({ phase: 'reading', done: Math.floor(bytes / size), total: count })
  return { width, height, channels, count, pixels: await readBody(entry, head, signal, onBytes, count * size) }
}

/** For each image its class, as a number in words. Throws as readIdxImages. */
export async function readIdxLabels(
  entry: SourceEntry,
  head: Extract<IdxHead, { kind: 'labels' }>,
  { signal }: Pick<ReadOptions, 'signal'>,
): Promise<string[]> {
  const { count, numbers, numberBytes } = head
  const body = await readBody(entry, head, signal)
  if (numberBytes === 4) {
    const view = new DataView(body.buffer, body.byteOffset, body.length)
    return Array.from({ length: count }, (_, i) => String(view.getInt32(4 * numbers * i)))
  }
  const names = Array.from({ length: 256 }, (_, value) => String(value))
  return Array.from(body, (value) => names[value]!)
}

/** The first `wanted` bytes. All are read, because only the end tells whether the file is sound. */
async function readBody(
  entry: SourceEntry,
  head: IdxHead,
  signal: AbortSignal,
  onBytes?: (bytes: number) => void,
  wanted = bodyBytes(head),
): Promise<Uint8Array<ArrayBuffer>> {
  const length = bodyBytes(head)
  const breathe = createBreather(signal)
  // A file's own word on its length is believed only when the length is known.
  let body = new Uint8Array(entry.size === undefined ? Math.min(wanted, BELIEVED_BYTES) : wanted)
  let skip = head.offset
  let at = 0
  for await (const piece of piecesOf(entry.stream())) {
    const part = piece.subarray(skip)
    skip -= piece.length - part.length
    if (at + part.length > length)
      throw wrongLength(entry.path, head, `more than the ${counted(length, 'bytes')} of them`)
    const kept = part.subarray(0, Math.max(0, wanted - at))
    if (kept.length > 0 && at + kept.length > body.length) {
      const grown = new Uint8Array(Math.min(wanted, Math.max(at + kept.length, 2 * body.length)))
      grown.set(body)
      body = grown
    }
    if (kept.length > 0) body.set(kept, at)
    at += part.length
    onBytes?.(at)
    await breathe()
  }
  signal.throwIfAborted()
  if (at < length) throw cutOff(entry.path, head, at)
  return body
}

function toChannels(file: string, channels: number): 1 | 3 {
  if (channels === 1 || channels === 3) return channels
  const message = `${file} has images of ${counted(channels, 'channels')}: one (grey) or three (red, green, blue) are read.`
  throw new ImportError(message, { file })
}

function checkSize(file: string, head: ImagesHead): void {
  const { width, height, count } = head
  if (width === 0 || height === 0 || count === 0) {
    throw new ImportError(
      `${file} says that it holds ${describeHead(head)}, so there is nothing to read: download it again.`,
      { file },
    )
  }
  if (width > MAX_SIDE || height > MAX_SIDE) {
    const message = `${file} says that it holds ${describeHead(head)}, and images are read up to ${MAX_SIDE.toLocaleString('en-US')} pixels a side: scale them down.`
    throw new ImportError(message, { file })
  }
  if (bodyBytes(head) > MAX_PIXEL_BYTES) {
    const message = `${file} says that it holds ${describeHead(head)}, more than the 1 GB of pixels that is held at once: split it into smaller sets.`
    throw new ImportError(message, { file })
  }
}

function checkLength(file: string, head: IdxHead, size: number): void {
  const body = size - head.offset
  if (body < bodyBytes(head)) throw cutOff(file, head, body)
  if (body > bodyBytes(head)) throw wrongLength(file, head, counted(body, 'bytes'))
}

function bodyBytes(head: IdxHead): number {
  return head.kind === 'labels'
    ? head.count * head.numbers * head.numberBytes
    : head.count * head.width * head.height * head.channels
}

function describeHead(head: IdxHead): string {
  if (head.kind === 'labels') return counted(head.count, 'labels')
  return `${counted(head.count, 'images')} of ${head.width.toLocaleString('en-US')} × ${head.height.toLocaleString('en-US')}`
}

function cutOff(file: string, head: IdxHead, bytes: number): ImportError {
  const share = Math.floor((100 * bytes) / bodyBytes(head))
  return new ImportError(
    `${file} is cut off: it says that it holds ${describeHead(head)}, and ${share} % of that is there: download it again.`,
    { file },
  )
}

function wrongLength(file: string, head: IdxHead, there: string): ImportError {
  return new ImportError(
    `${file} is damaged: it says that it holds ${describeHead(head)}, and there are ${there}: download it again.`,
    { file },
  )
}
