/** Unpacks the strips and tiles of a TIFF, never further than their size: as they are, deflated, by LZW or by PackBits. */
import { inflateInto } from '../../../files/inflate'
import { ImageError } from '../decodedImage'

const NAMES: ReadonlyMap<number, string> = new Map([
  [2, 'as a fax'],
  [3, 'as a fax'],
  [4, 'as a fax'],
  [6, 'as JPEG'],
  [7, 'as JPEG'],
  [34_712, 'as JPEG 2000'],
  [50_000, 'by Zstandard'],
  [50_001, 'as WebP'],
  [34_925, 'by LZMA'],
])

type Unpack = (packed: Uint8Array, out: Uint8Array) => number

/** Fills `out` from a strip or a tile, and returns how much. Throws ImageError for a way of packing that is not read. */
export function findUnpacking(compression: number): Unpack {
  switch (compression) {
    case 1:
      return copy
    case 5:
      return unpackLzw
    case 8:
    case 32_946:
      return inflate
    case 32_773:
      return unpackBits
    default: {
      const how = NAMES.get(compression) ?? 'in a rare way'
      throw new ImageError(`is a TIFF image that is packed ${how}, which is not read: convert it to PNG`)
    }
  }
}

function copy(packed: Uint8Array, out: Uint8Array): number {
  const part = packed.subarray(0, out.length)
  out.set(part)
  return part.length
}

function inflate(packed: Uint8Array, out: Uint8Array): number {
  try {
    return inflateInto('zlib', [packed], out)
  } catch {
    throw new ImageError('is damaged: its pixels do not unpack')
  }
}

/** PackBits (TIFF 6.0, section 9). */
function unpackBits(packed: Uint8Array, out: Uint8Array): number {
  let to = 0
  for (let at = 0; at < packed.length && to < out.length;) {
    const head = packed[at++]!
    if (head < 128) {
      const part = packed.subarray(at, at + Math.min(head + 1, out.length - to))
      out.set(part, to)
      to += part.length
      at += head + 1
    } else if (head > 128) {
      const end = Math.min(out.length, to + 257 - head)
      out.fill(packed[at++] ?? 0, to, end)
      to = end
    }
  }
  return to
}

const CLEAR = 256
const END = 257
const MOST_CODES = 4096

/** LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, the high bit first, and longer ones a code early. */
function unpackLzw(packed: Uint8Array, out: Uint8Array): number {
  // Code i stands for the bytes of code before[i], and then last[i].
  const before = new Uint16Array(MOST_CODES)
  const last = new Uint8Array(MOST_CODES)
  const lengths = new Uint16Array(MOST_CODES)
  for (let i = 0; i < 256; i++) {
    last[i] = i
    lengths[i] = 1
  }
  let next = END + 1
  let width = 9
  let previous: number | undefined
  let to = 0
  let bits = 0
  let held = 0
  let at = 0
  const write = (code: number): number => {
    const length = lengths[code]!
    let each = code
    for (let i = length - 1; i > 0; i--) {
      if (to + i < out.length) out[to + i] = last[each]!
      each = before[each]!
    }
    if (to < out.length) out[to] = last[each]!
    to = Math.min(out.length, to + length)
    return last[each]!
  }
  while (to < out.length) {
    while (bits < width && at < packed.length) {
      held = ((held << 8) | packed[at++]!) & 0xffffff
      bits += 8
    }
    if (bits < width) break
    const code = (held >> (bits - width)) & ((1 << width) - 1)
    bits -= width
    if (code === END) break
    if (code === CLEAR) {
      next = END + 1
      width = 9
      previous = undefined
      continue
    }
    if (code > next || (code === next && previous === undefined))
      throw new ImageError('is damaged: its pixels do not unpack')
    if (previous !== undefined && next < MOST_CODES) {
      before[next] = previous
      lengths[next] = lengths[previous]! + 1
      // A code may stand for what it itself begins: then its last byte is its first.
      last[next] = firstOf(code === next ? previous : code, before, lengths, last)
      next += 1
    }
    write(code)
    if (next >= (1 << width) - 1 && width < 12) width += 1
    previous = code
  }
  return to
}

function firstOf(code: number, before: Uint16Array, lengths: Uint16Array, last: Uint8Array): number {
  let each = code
  for (let i = lengths[code]!; i > 1; i--) each = before[each]!
  return last[each]!
}
