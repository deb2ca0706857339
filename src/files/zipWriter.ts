/**
 * Writes a zip archive (PKWARE's APPNOTE 6.3.10) of any size, with Zip64 where it takes that. What was written lies in blobs, which a browser
 * keeps outside of the memory of the page, on disk where they are large.
 */
import { type Pieces, piecesOf, streamOf } from './byteStream'
import { crc32 } from './crc32'

/** Packed bytes that go to a blob together. */
const BLOB_BYTES = 2 ** 22
const FEW_BYTES = 2 ** 12

/** What 32 bits can't hold is in a Zip64 field, and these stand in for it. */
const WIDE = 0xffff_ffff
const MANY = 0xffff

const VERSION = 20
const VERSION_WIDE = 45
/** Names are in UTF-8. */
const FLAGS = 0x0800
const STORED = 0
const DEFLATED = 8
/** 1 January 1980: what is written depends on nothing but its content. */
const DATE = 0x0021

export interface ZipWriter {
  /**
   * Adds a file. It has one write at a time.
   * @throws the signal's reason, when it is aborted
   */
  add(
    path: string,
    content: Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>,
    how?: { readonly deflate?: boolean },
  ): Promise<void>
  /** The whole archive. */
  finish(): Blob
}

type Part = Blob | Uint8Array<ArrayBuffer>

/**
 * @param onBytes hears how many bytes of a file's content were taken.
 * @param before how many bytes of something else the archive is put behind.
 */
export function createZipWriter(
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
  before = 0,
): ZipWriter {
  const parts: Part[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = before

  const put = (part: Uint8Array<ArrayBuffer>): void => {
    parts.push(part)
    offset += part.length
  }

  return {
    async add(path, content, { deflate = false } = {}) {
      let [size, crc] = [0, 0]
      async function* counted(): Pieces {
        for await (const piece of content) {
          signal.throwIfAborted()
          size += piece.length
          crc = crc32(piece, 0, piece.length, crc)
          yield piece
          onBytes(piece.length)
        }
      }
      const packed = await putAway(
        deflate ? piecesOf(streamOf(counted()).pipeThrough(new CompressionStream('deflate-raw'))) : counted(),
        signal,
      )
      const name = new TextEncoder().encode(path)
      const [begin, packedSize] = [offset, packed.size]
      const isWide = size >= WIDE || packedSize >= WIDE
      const header = (extraBytes: number): readonly number[] => [
        ...u16(extraBytes > 0 ? VERSION_WIDE : VERSION),
        ...u16(FLAGS),
        ...u16(deflate ? DEFLATED : STORED),
        ...u16(0),
        ...u16(DATE),
        ...u32(crc),
        ...u32(isWide ? WIDE : packedSize),
        ...u32(isWide ? WIDE : size),
        ...u16(name.length),
        ...u16(extraBytes),
      ]
      const sizes = isWide ? [...u64(size), ...u64(packedSize)] : []
      put(Uint8Array.from([...u32(0x04034b50), ...header(field(sizes).length), ...name, ...field(sizes)]))
      parts.push(...packed.parts)
      offset += packed.size
      const wide = field([...sizes, ...(begin >= WIDE ? u64(begin) : [])])
      directory.push(
        Uint8Array.from([
          ...u32(0x02014b50),
          ...u16(wide.length > 0 ? VERSION_WIDE : VERSION),
          ...header(wide.length),
          ...u16(0),
          ...u16(0),
          ...u16(0),
          ...u32(0),
          ...u32(Math.min(begin, WIDE)),
          ...name,
          ...wide,
        ]),
      )
    },

    finish() {
      const begin = offset
      const count = directory.length
      for (const record of directory) put(record)
      const size = offset - begin
      const isWide = count >= MANY || begin >= WIDE || size >= WIDE
      const wide = isWide
        ? [
            ...[...u32(0x06064b50), ...u64(44), ...u16(VERSION_WIDE), ...u16(VERSION_WIDE), ...u32(0), ...u32(0)],
            ...[...u64(count), ...u64(count), ...u64(size), ...u64(begin)],
            ...[...u32(0x07064b50), ...u32(0), ...u64(offset), ...u32(1)],
          ]
        : []
      const [entries, length, at] = isWide ? [MANY, WIDE, WIDE] : [count, size, begin]
      const end = [...u32(0x06054b50), ...u16(0), ...u16(0), ...u16(entries), ...u16(entries), ...u32(length)]
      put(Uint8Array.from([...wide, ...end, ...u32(at), ...u16(0)]))
      return new Blob(parts)
    },
  }
}

/** Blobs of some megabytes each. The little that is left over stays in memory, for a blob of its own costs more. */
async function putAway(
  pieces: Pieces,
  signal: AbortSignal,
): Promise<{ readonly parts: Part[]; readonly size: number }> {
  const parts: Part[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let [bytes, size] = [0, 0]
  for await (const piece of pieces) {
    signal.throwIfAborted()
    waiting.push(piece)
    bytes += piece.length
    size += piece.length
    if (bytes < BLOB_BYTES) continue
    parts.push(new Blob(waiting))
    waiting = []
    bytes = 0
  }
  if (bytes > FEW_BYTES) parts.push(new Blob(waiting))
  else parts.push(...waiting.map((piece) => piece.slice()))
  return { parts, size }
}

/** The Zip64 extra field of these values, or nothing. */
function field(values: readonly number[]): readonly number[] {
  return values.length === 0 ? [] : [...u16(1), ...u16(values.length), ...values]
}

function u16(value: number): number[] {
  return [value & 255, (value >>> 8) & 255]
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)]
}

function u64(value: number): number[] {
  return [...u32(value % 2 ** 32), ...u32(Math.floor(value / 2 ** 32))]
}
