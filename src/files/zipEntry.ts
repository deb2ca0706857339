/** Unpacks one entry of a zip archive, from the bytes that it takes there. Small and pure: it runs in the decode workers. */
import { crc32 } from './crc32'
import { inflateInto } from './inflate'

/** The fixed part of a local header (PKWARE's APPNOTE, 4.3.7). */
export const LOCAL_HEADER_BYTES = 30

/** How an entry is packed, by the archive's directory: the local header before the content often leaves it open. */
export interface Packing {
  readonly deflated: boolean
  /** Bytes that the content takes in the archive. */
  readonly packedSize: number
  /** Bytes that it unpacks to. */
  readonly size: number
  readonly crc: number
}

/** How long the local header at `begin` is; undefined where there is none. */
export function headerLength(bytes: Uint8Array, begin = 0): number | undefined {
  if (begin + LOCAL_HEADER_BYTES > bytes.length) return undefined
  if (bytes[begin] !== 0x50 || bytes[begin + 1] !== 0x4b || bytes[begin + 2] !== 3 || bytes[begin + 3] !== 4) {
    return undefined
  }
  const variable = bytes[begin + 26]! + (bytes[begin + 27]! << 8) + bytes[begin + 28]! + (bytes[begin + 29]! << 8)
  return LOCAL_HEADER_BYTES + variable
}

/** The name of the entry that an archive begins with, from its first bytes; undefined where there is none, or its name is cut off. */
export function firstEntryName(head: Uint8Array): string | undefined {
  if (headerLength(head) === undefined) return undefined
  const end = LOCAL_HEADER_BYTES + head[26]! + (head[27]! << 8)
  return end > head.length ? undefined : new TextDecoder().decode(head.subarray(LOCAL_HEADER_BYTES, end))
}

/**
 * The content of the entry whose local header is at `begin`. It may reach as far as `end`. Undefined when it is damaged or not as the
 * directory says. It never grows beyond the claimed size, whatever the data would unpack to.
 */
export function unpackEntry(
  bytes: Uint8Array<ArrayBuffer>,
  begin: number,
  end: number,
  { deflated, packedSize, size, crc }: Packing,
): Uint8Array<ArrayBuffer> | undefined {
  const header = headerLength(bytes, begin)
  if (header === undefined || begin + header + packedSize > end) return undefined
  const packed = bytes.subarray(begin + header, begin + header + packedSize)
  let content = packed
  if (deflated) {
    content = new Uint8Array(size)
    try {
      if (inflateInto('raw', [packed], content) < size) return undefined
    } catch {
      return undefined
    }
  }
  return content.length === size && crc32(content) === crc ? content : undefined
}
