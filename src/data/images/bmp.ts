/** The size of a BMP, by Windows's and OS/2's headers; the browser decodes it. */
import type { ImageSize } from '../imageSize'

const FILE_HEADER_BYTES = 14
/** OS/2's first header, whose fields have 16 bits. */
const CORE_HEADER_BYTES = 12
/** All other headers, from OS/2's second to Windows's fifth. */
const INFO_HEADER_BYTES = [16, 40, 52, 56, 64, 108, 124]

/** The length of its second header tells a BMP from a text that begins with “BM”. */
export function isBmp(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || bytes.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) return false
  const header = int32(bytes, FILE_HEADER_BYTES)
  return header === CORE_HEADER_BYTES || INFO_HEADER_BYTES.includes(header)
}

/** Rows that run from the top have a negative height. */
export function readBmpSize(bytes: Uint8Array): ImageSize {
  if (int32(bytes, FILE_HEADER_BYTES) === CORE_HEADER_BYTES) {
    return { width: int32(bytes, 18) & 0xffff, height: int32(bytes, 20) & 0xffff }
  }
  return { width: Math.abs(int32(bytes, 18)), height: Math.abs(int32(bytes, 22)) }
}

function int32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}
