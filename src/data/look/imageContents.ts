/** Which images of a dataset hold the same pixels, and which hold next to nothing. */
import { createBreather } from '../../common/breathe'
import type { Dataset } from '../dataset'

export interface ImageContents {
  /** For each image, the first that is the same pixel by pixel: itself when there is none before it. */
  readonly firstSame: Uint32Array
  /** 1 for an image with nothing to see: all but one value in 200 lie close to the commonest one. */
  readonly isEmpty: Uint8Array
  /** For each image, the least and the largest of its values. */
  readonly least: Uint8Array
  readonly largest: Uint8Array
}

/** How far from the commonest value another may lie and still look the same: of 255. */
const CLOSE = 8
const EMPTY_SHARE = 1 - 1 / 200
/** No image that is nearly empty varies more: of 200 values, 199 within CLOSE and one as far off as can be. */
const MOST_EMPTY_VARIANCE = CLOSE ** 2 + 255 ** 2 / 200

/** @throws the signal's reason, when it is aborted */
export async function readContents(
  { count, width, height, channels, pixels }: Pick<Dataset, 'count' | 'width' | 'height' | 'channels' | 'pixels'>,
  signal: AbortSignal,
): Promise<ImageContents> {
  const breathe = createBreather(signal)
  const size = width * height * channels
  const firstSame = new Uint32Array(count)
  const isEmpty = new Uint8Array(count)
  const least = new Uint8Array(count)
  const largest = new Uint8Array(count)
  const known = createImageTable(pixels, size, count)
  // About a megabyte at a time.
  const stride = Math.max(1, Math.floor(2 ** 20 / size))
  for (let from = 0; from < count; from += stride) {
    await breathe()
    for (let image = from; image < Math.min(count, from + stride); image++) {
      const first = known.findOrAdd(image)
      firstSame[image] = first
      if (first < image) {
        isEmpty[image] = isEmpty[first]!
        least[image] = least[first]!
        largest[image] = largest[first]!
        continue
      }
      const bytes = pixels.subarray(image * size, (image + 1) * size)
      isEmpty[image] = Number(isNearlyEmpty(bytes))
      let [low, high] = [255, 0]
      for (let at = 0; at < bytes.length; at++) {
        const value = bytes[at]!
        if (value < low) low = value
        if (value > high) high = value
      }
      least[image] = low
      largest[image] = high
    }
  }
  return { firstSame, isEmpty, least, largest }
}

function isNearlyEmpty(bytes: Uint8Array): boolean {
  let sum = 0
  let squares = 0
  for (let at = 0; at < bytes.length; at++) {
    const value = bytes[at]!
    sum += value
    squares += value * value
  }
  if (squares / bytes.length - (sum / bytes.length) ** 2 > MOST_EMPTY_VARIANCE) return false
  const counts = new Uint32Array(256)
  for (const value of bytes) counts[value]! += 1
  const commonest = counts.indexOf(Math.max(...counts))
  const close = counts.subarray(Math.max(0, commonest - CLOSE), commonest + CLOSE + 1)
  return close.reduce((all, times) => all + times) >= bytes.length * EMPTY_SHARE
}

/** A hash table of images, with open addressing: images whose 64 bits of hash are equal are compared byte by byte. */
function createImageTable(pixels: Uint8Array<ArrayBuffer>, size: number, count: number) {
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1))).fill(-1)
  const seconds = new Int32Array(count)
  // Four bytes at a time where images begin at multiples of four.
  const isWhole = size % 4 === 0 && pixels.byteOffset % 4 === 0
  const words = isWhole ? new Int32Array(pixels.buffer, pixels.byteOffset, (count * size) / 4) : pixels
  const length = isWhole ? size / 4 : size

  const isSame = (one: number, other: number): boolean => {
    for (let i = 0; i < length; i++) if (words[one * length + i] !== words[other * length + i]) return false
    return true
  }

  return {
    findOrAdd(image: number): number {
      let first = 0x811c9dc5
      let second = 0x9e3779b9
      for (let at = image * length, end = at + length; at < end; at++) {
        const word = words[at]!
        first = Math.imul(first ^ word, 0x01000193)
        first ^= first >>> 15
        second = Math.imul(second ^ word, 0x85ebca6b)
        second ^= second >>> 13
      }
      seconds[image] = second
      for (let slot = first & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
        const other = slots[slot]!
        if (other < 0) {
          slots[slot] = image
          return image
        }
        if (seconds[other] === second && isSame(other, image)) return other
      }
    },
  }
}
