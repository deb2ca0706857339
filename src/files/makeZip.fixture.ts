/** Writes zip archives for tests (PKWARE APPNOTE 6.3.3), sound ones and ones that lie. It shares no code with the reader. */
import { deflateSync, strToU8 } from 'fflate'
import { crc32 } from './crc32.fixture'

export interface ZipEntryRecipe {
  /** Bytes are a name in some code page, which does not say that it is UTF-8. */
  readonly name: string | Uint8Array
  /** The name again in Info-ZIP's extra field, for the checksum of `name` or of `of`. */
  readonly unicodeName?: { readonly name: string; readonly of?: Uint8Array } | undefined
  readonly bytes: Uint8Array
  /** Stored when left out. */
  readonly deflate?: boolean
  /** The size that the archive claims for the entry, when that is not the truth. */
  readonly claimedSize?: number
  /** Compressed bytes to write instead of those of `bytes`. */
  readonly packed?: Uint8Array
  /** General purpose flags beside the one for UTF-8 names. */
  readonly flags?: number
  /** The compression method to claim. */
  readonly method?: number
}

export function makeZip(entries: readonly ZipEntryRecipe[], { zip64 = false } = {}): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const entry of entries) {
    const name = typeof entry.name === 'string' ? strToU8(entry.name) : entry.name
    const extra = entry.unicodeName === undefined ? [] : unicodePath(entry.unicodeName, name)
    const packed = entry.packed ?? (entry.deflate === true ? deflateSync(entry.bytes) : entry.bytes)
    const common = [
      ...u16((typeof entry.name === 'string' ? 0x0800 : 0) | (entry.flags ?? 0)),
      ...u16(entry.method ?? (entry.deflate === true || entry.packed !== undefined ? 8 : 0)),
      ...u32(0),
      ...u32(crc32(entry.bytes)),
      ...u32(packed.length),
      ...u32(entry.claimedSize ?? entry.bytes.length),
      ...u16(name.length),
      ...u16(extra.length),
    ]
    const local = Uint8Array.from([...u32(0x04034b50), ...u16(20), ...common, ...name, ...extra])
    directory.push(
      Uint8Array.from([
        ...u32(0x02014b50),
        ...u16(20),
        ...u16(20),
        ...common,
        ...u16(0),
        ...u16(0),
        ...u16(0),
        ...u32(0),
        ...u32(offset),
        ...name,
        ...extra,
      ]),
    )
    parts.push(local, packed)
    offset += local.length + packed.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const count = entries.length
  const zip64Records = [
    ...[
      ...u32(0x06064b50),
      ...u64(44),
      ...u16(45),
      ...u16(45),
      ...u32(0),
      ...u32(0),
      ...u64(count),
      ...u64(count),
      ...u64(size),
      ...u64(offset),
    ],
    ...[...u32(0x07064b50), ...u32(0), ...u64(offset + size), ...u32(1)],
  ]
  const [entriesField, sizeField, offsetField] = zip64 ? [0xffff, 0xffffffff, 0xffffffff] : [count, size, offset]
  const end = [
    ...u32(0x06054b50),
    ...[
      ...u16(0),
      ...u16(0),
      ...u16(entriesField),
      ...u16(entriesField),
      ...u32(sizeField),
      ...u32(offsetField),
      ...u16(0),
    ],
  ]
  return concat([...parts, ...directory, Uint8Array.from(zip64 ? [...zip64Records, ...end] : end)])
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function u16(value: number): number[] {
  return [value & 255, (value >>> 8) & 255]
}

function u32(value: number): number[] {
  return [...u16(value & 0xffff), ...u16(value >>> 16)]
}

function u64(value: number): number[] {
  return [...u32(value), ...u32(0)]
}

function unicodePath({ name, of }: NonNullable<ZipEntryRecipe['unicodeName']>, raw: Uint8Array): number[] {
  const unicode = strToU8(name)
  return [...u16(0x7075), ...u16(unicode.length + 5), 1, ...u32(crc32(of ?? raw)), ...unicode]
}
