/** The size of a WebP (RFC 9649), lossy, lossless or extended; the browser decodes it. */
import type { ImageSize } from '../imageSize'

export function isWebp(bytes: Uint8Array): boolean {
  return hasTag(bytes, 0, 'RIFF') && hasTag(bytes, 8, 'WEBP')
}

/** The size as its first chunk says. Undefined where the file ends before, or where that chunk is of no known kind. */
export function readWebpSize(bytes: Uint8Array): ImageSize | undefined {
  if (bytes.length < 30) return undefined
  if (hasTag(bytes, 12, 'VP8X')) return { width: 1 + uint24(bytes, 24), height: 1 + uint24(bytes, 27) }
  if (hasTag(bytes, 12, 'VP8 ')) {
    // The start code of a key frame, then 14 bits each, below two that ask for scaling.
    if (bytes[23] !== 0x9d || bytes[24] !== 0x01 || bytes[25] !== 0x2a) return undefined
    return { width: uint24(bytes, 26) & 0x3fff, height: uint24(bytes, 28) & 0x3fff }
  }
  if (hasTag(bytes, 12, 'VP8L')) {
    if (bytes[20] !== 0x2f) return undefined
    return { width: 1 + (uint24(bytes, 21) & 0x3fff), height: 1 + ((uint24(bytes, 22) >> 6) & 0x3fff) }
  }
  return undefined
}

/** Whether its head says that it is animated. */
export function isAnimatedWebp(bytes: Uint8Array): boolean {
  return bytes.length > 20 && hasTag(bytes, 12, 'VP8X') && (bytes[20]! & 2) !== 0
}

function hasTag(bytes: Uint8Array, at: number, tag: string): boolean {
  return Array.from(tag).every((letter, i) => bytes[at + i] === letter.charCodeAt(0))
}

function uint24(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | ((bytes[at + 2] ?? 0) << 16)
}
