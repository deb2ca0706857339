/**
 * Reads the central directory of a zip archive (PKWARE's APPNOTE 6.3.10, clause 4.3): with Zip64, with anything before the archive, as
 * self-extracting ones have, and with names in UTF-8 or any code page. Nothing that it says is believed further than it is checked here.
 */
import { counted } from '../common/text'
import { ImportError } from './importProblem'
import { crc32 } from './crc32'
import { readRange } from './readBytes'
import type { TextReading } from './textReading'
import { type ArchivedName, decodeUnsaid, readArchivedName } from './unsaidNames'

const RECORD_BYTES = 46
const END_BYTES = 22
const ZIP64_LOCATOR_BYTES = 20
const ZIP64_END_BYTES = 56
/** An end record can have a comment behind it. */
const MAX_COMMENT_BYTES = 0xffff

const RECORD = 0x02014b50
const END = 0x06054b50
const ZIP64_LOCATOR = 0x07064b50
const ZIP64_END = 0x06064b50

const ZIP64_EXTRA = 0x0001
const UNICODE_PATH_EXTRA = 0x7075

/** The most entries that are listed. */
const MAX_ENTRIES = 2_000_000
/** How much of a directory is read at a time; a record takes at most 3 x 64 kB. */
const WINDOW_BYTES = 2 ** 20

/** An entry as the directory describes it. */
export interface ZipRecord {
  /** As it is written. */
  readonly name: string
  /** 0 is stored, 8 is deflated; others are not read. */
  readonly method: number
  readonly encrypted: boolean
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  /** Where its local header begins in the file. */
  readonly begin: number
}

export interface ZipDirectory {
  readonly records: readonly ZipRecord[]
  /** Where the directory begins in the file, and with it all entries have ended. */
  readonly begin: number
}

interface FoundRecord extends ZipRecord, ArchivedName {
  name: string
}

/**
 * All records, in the order of the directory. The event loop turns meanwhile. Throws ImportError when the file is no whole archive, and
 * the signal's reason when it is aborted.
 */
export async function readZipDirectory(
  file: Blob,
  name: string,
  text: TextReading,
  signal: AbortSignal,
): Promise<ZipDirectory> {
  const found = await findDirectory(file, name)
  if (found === undefined) throw damaged(name)
  const { begin, end, shift } = found
  const records: FoundRecord[] = []
  for (let at = begin; at < end;) {
    signal.throwIfAborted()
    const window = new DataView((await readRange(file, at, Math.min(at + WINDOW_BYTES, end), name)).buffer)
    const used = readRecords(window, shift, records)
    if (used === 0) throw damaged(name)
    if (records.length > MAX_ENTRIES) {
      const message = `${name} holds more than ${counted(MAX_ENTRIES, 'files')}, the most that are read: split it into smaller sets.`
      throw new ImportError(message, { file: name })
    }
    at += used
  }
  const nameOf = decodeUnsaid(records, name, text)
  for (const record of records) record.name = nameOf(record)
  return { records, begin }
}

/** Whether a file ends as archives do, whatever it begins with. Throws ImportError for one part of several. */
export async function endsAsZip(file: Blob, name: string): Promise<boolean> {
  return (await findDirectory(file, name)) !== undefined
}

/** Appends the records that are whole in the window, and returns how many bytes they take. */
function readRecords(window: DataView<ArrayBuffer>, shift: number, records: FoundRecord[]): number {
  let at = 0
  while (at + RECORD_BYTES <= window.byteLength && window.getUint32(at, true) === RECORD) {
    const nameEnd = at + RECORD_BYTES + window.getUint16(at + 28, true)
    const extraEnd = nameEnd + window.getUint16(at + 30, true)
    const end = extraEnd + window.getUint16(at + 32, true)
    if (end > window.byteLength) break
    const flags = window.getUint16(at + 8, true)
    const rawName = new Uint8Array(window.buffer, at + RECORD_BYTES, nameEnd - at - RECORD_BYTES)
    const extra = new DataView(window.buffer, nameEnd, extraEnd - nameEnd)
    const claimed = {
      size: window.getUint32(at + 24, true),
      packedSize: window.getUint32(at + 20, true),
      begin: window.getUint32(at + 42, true),
    }
    const { size, packedSize, begin } = extra.byteLength === 0 ? claimed : widenByZip64(claimed, extra)
    const { name, unsaid } = readName(rawName, (flags & 0x800) !== 0, extra)
    records.push({
      name,
      unsaid,
      method: window.getUint16(at + 10, true),
      encrypted: (flags & 1) !== 0,
      crc: window.getUint32(at + 16, true),
      packedSize,
      size,
      begin: begin + shift,
    })
    at = end
  }
  return at
}

interface Extent {
  readonly size: number
  readonly packedSize: number
  readonly begin: number
}

/** A field whose 32 bits are all set has its value in the Zip64 extra field, in this order (APPNOTE 4.5.3). */
function widenByZip64(claimed: Extent, extra: DataView): Extent {
  const wide = findExtra(extra, ZIP64_EXTRA)
  if (wide === undefined) return claimed
  let at = 0
  const widen = (value: number): number => {
    if (value !== 0xffff_ffff || at + 8 > wide.byteLength) return value
    at += 8
    return uint64(wide, at - 8)
  }
  return { size: widen(claimed.size), packedSize: widen(claimed.packedSize), begin: widen(claimed.begin) }
}

function findExtra(extra: DataView, id: number): DataView | undefined {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true)
    if (at + 4 + length > extra.byteLength) return undefined
    if (extra.getUint16(at, true) === id) return new DataView(extra.buffer, extra.byteOffset + at + 4, length)
    at += 4 + length
  }
  return undefined
}

function readName(raw: Uint8Array, saysUtf8: boolean, extra: DataView): ArchivedName {
  if (!saysUtf8) {
    // Info-ZIP's field: a version, the checksum of the name that it stands for, and the name in UTF-8.
    const unicode = extra.byteLength === 0 ? undefined : findExtra(extra, UNICODE_PATH_EXTRA)
    if (unicode !== undefined && unicode.byteLength > 5 && unicode.getUint32(1, true) === crc32(raw)) {
      const name = new Uint8Array(unicode.buffer, unicode.byteOffset + 5, unicode.byteLength - 5)
      return readArchivedName(name, true)
    }
  }
  return readArchivedName(raw, saysUtf8)
}

/**
 * Finds the directory, if there is one. Bytes before the archive move everything in it, so this also tells how far everything lies from
 * where the archive says.
 */
async function findDirectory(
  file: Blob,
  name: string,
): Promise<{ begin: number; end: number; shift: number } | undefined> {
  const tailBytes = END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES + ZIP64_END_BYTES
  const tailBegin = Math.max(0, file.size - tailBytes)
  const tail = new DataView((await readRange(file, tailBegin, file.size, name)).buffer)
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || at + END_BYTES + tail.getUint16(at + 20, true) > tail.byteLength) continue
    if (tail.getUint16(at + 4, true) !== tail.getUint16(at + 6, true)) {
      throw new ImportError(
        `${name} is one part of an archive in several: put them together, and zip the images again.`,
        {
          file: name,
        },
      )
    }
    let end = tailBegin + at
    let size = tail.getUint32(at + 12, true)
    let claimed = tail.getUint32(at + 16, true)
    const wide = await findZip64End(file, name, tail, tailBegin, at)
    if (wide !== undefined) ({ end, size, begin: claimed } = wide)
    const begin = end - size
    if (begin >= claimed) return { begin, end, shift: begin - claimed }
  }
  return undefined
}

/** The Zip64 end record that stands before the end record at `at` of the tail, if there is one. */
async function findZip64End(
  file: Blob,
  name: string,
  tail: DataView,
  tailBegin: number,
  at: number,
): Promise<{ end: number; size: number; begin: number } | undefined> {
  const locator = at - ZIP64_LOCATOR_BYTES
  if (locator < 0 || tail.getUint32(locator, true) !== ZIP64_LOCATOR) return undefined
  // Right before its locator, unless it carries data of its own: then where the locator says.
  for (const end of [tailBegin + locator - ZIP64_END_BYTES, uint64(tail, locator + 8)]) {
    if (end < 0 || end + ZIP64_END_BYTES > file.size) continue
    const record = new DataView((await readRange(file, end, end + ZIP64_END_BYTES, name)).buffer)
    if (record.getUint32(0, true) === ZIP64_END) return { end, size: uint64(record, 40), begin: uint64(record, 48) }
  }
  return undefined
}

function damaged(name: string): ImportError {
  return new ImportError(`${name} is cut off or damaged: download or zip it again.`, { file: name })
}

/** Exact up to 2^53; beyond that no file reaches. */
function uint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32
}
