/** The size of a GIF (CompuServe's GIF89a specification); the browser decodes it. */
import type { ImageSize } from '../imageSize'

export function isGif(bytes: Uint8Array): boolean {
  return bytes[0] === 0x47 && bytes[1] === 0x49 && bytes[2] === 0x46 && bytes[3] === 0x38
}

/**
 * The size of the screen, or of the first frame where it reaches beyond, since a browser makes room for it. Undefined where the file ends
 * before.
 */
export function readGifSize(bytes: Uint8Array): ImageSize | undefined {
  if (bytes.length < 13) return undefined
  let width = uint16(bytes, 6)
  let height = uint16(bytes, 8)
  const at = skipExtensions(bytes, 13 + colourTableBytes(bytes[10]!))
  if (bytes[at] === 0x2c && at + 9 <= bytes.length) {
    width = Math.max(width, uint16(bytes, at + 1) + uint16(bytes, at + 5))
    height = Math.max(height, uint16(bytes, at + 3) + uint16(bytes, at + 7))
  }
  return { width, height }
}

/** Whether a second frame follows the first. */
export function isAnimatedGif(bytes: Uint8Array): boolean {
  if (bytes.length < 13) return false
  let at = skipExtensions(bytes, 13 + colourTableBytes(bytes[10]!))
  if (bytes[at] !== 0x2c || at + 10 > bytes.length) return false
  // Its place and size, its colours, the least length of a code, and its blocks.
  at = skipBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9]!))
  return bytes[skipExtensions(bytes, at)] === 0x2c
}

/** Extensions, each a chain of blocks, may stand before a frame. */
function skipExtensions(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0x21) at = skipBlocks(bytes, at + 2)
  return at
}

function skipBlocks(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!
  return at + 1
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1)
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}
