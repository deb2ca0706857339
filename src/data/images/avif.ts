/** The size of an AVIF (AV1 Image File Format 1.1, in the boxes of ISO/IEC 23008-12); the browser decodes it, and turns it upright. */
import type { ImageSize } from '../imageSize'

const BRANDS = ['avif', 'avis']

/** Whether its first box names the format, as its own or among those that it agrees with. */
export function isAvif(bytes: Uint8Array): boolean {
  if (tagAt(bytes, 4) !== 'ftyp') return false
  const end = Math.min(bytes.length, ((bytes[2]! << 8) | bytes[3]!) & 0xffff)
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12 && BRANDS.includes(tagAt(bytes, at))) return true
  return false
}

/** The largest of the sizes that its properties have: the smaller ones are of tiles and thumbnails. Undefined where it has none. */
export function readAvifSize(bytes: Uint8Array): ImageSize | undefined {
  let size: ImageSize | undefined
  let sideways = false
  for (let at = 4; at + 16 <= bytes.length; at++) {
    if (bytes[at] !== 0x69) continue
    const tag = tagAt(bytes, at)
    if (tag === 'irot') sideways = (bytes[at + 4]! & 1) === 1
    if (tag !== 'ispe') continue
    const width = uint32(bytes, at + 8)
    const height = uint32(bytes, at + 12)
    if (size === undefined || width * height > size.width * size.height) size = { width, height }
  }
  return size && sideways ? { width: size.height, height: size.width } : size
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

function uint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}
