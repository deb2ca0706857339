/**
 * Lists a tar archive as POSIX's ustar and pax and GNU's tar write it (POSIX.1-2017, pax; GNU tar's manual, "Basic Tar Format"), and reads
 * its entries where they lie.
 */
import type { ProblemList } from './problemList'
import { counted, quoted } from '../common/text'
import { createBreather } from '../common/breathe'
import { type Pieces, piecesOf, streamOf } from './byteStream'
import { ImportError } from './importProblem'
import { isLeftBehind, isUnsafePath, normalisePath } from './paths'
import { readRange, whyUnreadable } from './readBytes'
import type { Place, SourceEntry } from './sourceEntry'
import { TextReading } from './textReading'
import { type ArchivedName, decodeUnsaid, readArchivedName } from './unsaidNames'

const BLOCK = 512
const SLASH = 0x2f
const NAME_BYTES = 100
const SIZE_AT = 124
const SIZE_BYTES = 12
const SUM_AT = 148
const SUM_BYTES = 8
const TYPE_AT = 156
const LINK_AT = 157
const MAGIC_AT = 257
const PREFIX_AT = 345
const PREFIX_BYTES = 155
/** Bytes that are read at once: many small entries lie in one reading. */
const WINDOW_BYTES = 1 << 20
/** The most entries that are listed. */
const MAX_ENTRIES = 2_000_000
/** The most that the names of one entry may take. */
const MAX_NAME_BYTES = 1 << 16

/** How GNU says that the map of a sparse file's holes goes on in the next block. */
const SPARSE_GOES_ON = 482
const SPARSE_STILL_GOES_ON = 504

/** Types of entries. Old programs write a zero for a file. */
const FILES = ['0', '\0', '7']
const [HARD_LINK, FOLDER, SPARSE] = ['1', '5', 'S']
const [PAX, PAX_GLOBAL, LONG_NAME, LONG_LINK] = ['x', 'g', 'L', 'K']

/** The bytes of a file that `isTar` wants to see. */
export const TAR_HEAD_BYTES = BLOCK

/** Takes the first bytes of a file. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && text(head, MAGIC_AT, 5) === 'ustar' && readHeader(head) !== undefined
}

/** An entry as its headers describe it. */
interface FoundEntry {
  readonly name: ArchivedName
  readonly type: string
  readonly isSparse: boolean
  /** The name of the entry that a link is to. */
  readonly link: ArchivedName
  readonly place: Place
}

/**
 * The files in an archive called `name`, in their order, without folders, links and what operating systems leave behind. Entries with
 * unsafe names and sparse ones are put in `problems`. Of several with one name the last counts, as when unpacking. Throws ImportError when
 * the archive is damaged or nothing is left, and the signal's reason when it is aborted.
 */
export async function listTar(
  file: Blob,
  name: string,
  problems: ProblemList,
  signal: AbortSignal,
  text = new TextReading(),
): Promise<SourceEntry[]> {
  const entries = new Map<string, TarEntry>()
  const leave = (kind: string, path: string, why: string): void => {
    problems.add(kind, { message: `${quoted(path)} ${why}, so it was left out.`, file: name })
  }
  const found = await readHeaders(file, name, signal)
  const nameOf = decodeUnsaid(
    found.flatMap(({ name: own, link }) => [own, link]),
    name,
    text,
  )
  for (const { name: own, type, isSparse, link, place } of found) {
    const path = normalisePath(nameOf(own))
    if (path === '' || path.endsWith('/') || isLeftBehind(path)) continue
    if (isUnsafePath(path)) {
      leave('entries name a place outside the archive', path, 'names a place outside the archive')
    } else if (isSparse) {
      leave('entries are stored with holes', path, 'is stored with holes in it')
    } else if (type === HARD_LINK) {
      // The same file under another name.
      const twin = entries.get(normalisePath(nameOf(link)))
      if (twin === undefined) leave('entries are links', path, 'is a link to a file that is not in the archive')
      else entries.set(path, new TarEntry(name, path, twin.place))
    } else if (FILES.includes(type)) {
      entries.set(path, new TarEntry(name, path, place))
    } else {
      leave('entries are links', path, 'is a link or a device, and no file')
    }
  }
  if (entries.size === 0) {
    throw new ImportError(`${name} holds no files: pack the folder with the images again.`, { file: name })
  }
  return [...entries.values()]
}

/** All entries but folders, in their order. */
async function readHeaders(file: Blob, name: string, signal: AbortSignal): Promise<FoundEntry[]> {
  const breathe = createBreather(signal)
  const read = createWindow(file, name)
  const found: FoundEntry[] = []
  /** What comes before an entry and is said of it. */
  let said: Said = {}
  for (let at = 0; at + BLOCK <= file.size;) {
    await breathe()
    const block = await read(at, BLOCK)
    // Two blocks of zeros end it. Some programs write none.
    if (block.every((byte) => byte === 0)) break
    const header = readHeader(block)
    if (header === undefined) throw damaged(name)
    const { type } = header
    const isOfNext = [PAX, LONG_NAME, LONG_LINK].includes(type)
    const size = isOfNext ? header.size : (said.size ?? header.size)
    const begin = at + BLOCK + (type === SPARSE ? await sparseBytes(read, at, block) : 0)
    at = begin + Math.ceil(size / BLOCK) * BLOCK
    if (begin + size > file.size) throw damaged(name)
    if (isOfNext) {
      if (size > MAX_NAME_BYTES) throw damaged(name)
      const body = await read(begin, size)
      if (type === PAX) said = { ...said, ...readPax(body) }
      else if (type === LONG_NAME) said = { ...said, name: readArchivedName(field(body, 0, size)) }
      else said = { ...said, link: readArchivedName(field(body, 0, size)) }
      continue
    }
    if (type === PAX_GLOBAL) continue
    const { isSparse = type === SPARSE, name: own = nameIn(block), link = linkIn(block) } = said
    said = {}
    if (type === FOLDER) continue
    if (found.length === MAX_ENTRIES) {
      const message = `${name} holds more than ${counted(MAX_ENTRIES, 'files')}, the most that are read: split it into smaller sets.`
      throw new ImportError(message, { file: name })
    }
    found.push({ name: own, type, isSparse, link, place: { file, begin, end: begin + size } })
  }
  return found
}

/** What the headers before an entry say of it. */
interface Said {
  readonly name?: ArchivedName
  readonly size?: number
  readonly link?: ArchivedName
  readonly isSparse?: true
}

type ReadBytes = (at: number, length: number) => Promise<Uint8Array>

/** Reads stretches of a file, many small ones in one reading. */
function createWindow(file: Blob, name: string): ReadBytes {
  let window = new Uint8Array(0)
  let begin = 0
  return async (at, length) => {
    if (at < begin || at + length > begin + window.length) {
      window = await readRange(file, at, Math.min(file.size, at + Math.max(length, WINDOW_BYTES)), name)
      begin = at
    }
    return window.subarray(at - begin, at - begin + length)
  }
}

/** The bytes of the blocks that go on with the map of a sparse file's holes. */
async function sparseBytes(read: ReadBytes, at: number, header: Uint8Array): Promise<number> {
  let bytes = 0
  for (let goesOn = header[SPARSE_GOES_ON]; goesOn === 1;) {
    bytes += BLOCK
    const block = await read(at + bytes, BLOCK)
    goesOn = block[SPARSE_STILL_GOES_ON]
  }
  return bytes
}

class TarEntry implements SourceEntry {
  readonly archive: string
  readonly path: string
  readonly place: Place

  constructor(archive: string, path: string, place: Place) {
    this.archive = archive
    this.path = path
    this.place = place
  }

  get size(): number {
    return this.place.end - this.place.begin
  }

  read(limit = this.size): Promise<Uint8Array<ArrayBuffer>> {
    const { file, begin, end } = this.place
    return readRange(file, begin, Math.min(end, begin + limit), this.archive)
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.pieces())
  }

  private async *pieces(): Pieces {
    const { file, begin, end } = this.place
    try {
      yield* piecesOf(file.slice(begin, end).stream())
    } catch (error) {
      throw whyUnreadable(error, this.archive)
    }
  }
}

interface Header {
  readonly size: number
  readonly type: string
}

/** Undefined where the checksum is another, or a number is none. */
function readHeader(block: Uint8Array): Header | undefined {
  let sum = 0
  for (let i = 0; i < BLOCK; i++) sum += i >= SUM_AT && i < SUM_AT + SUM_BYTES ? 32 : block[i]!
  if (readOctal(block, SUM_AT, SUM_BYTES) !== sum) return undefined
  const size = readSize(block)
  return size === undefined ? undefined : { size, type: String.fromCharCode(block[TYPE_AT]!) }
}

function nameIn(header: Uint8Array): ArchivedName {
  const name = field(header, 0, NAME_BYTES)
  // GNU's old header has other things where ustar has the prefix.
  const prefix = text(header, MAGIC_AT, 8) === 'ustar  ' ? new Uint8Array(0) : field(header, PREFIX_AT, PREFIX_BYTES)
  if (prefix.length === 0) return readArchivedName(name)
  const joined = new Uint8Array(prefix.length + 1 + name.length).fill(SLASH)
  joined.set(prefix)
  joined.set(name, prefix.length + 1)
  return readArchivedName(joined)
}

function linkIn(header: Uint8Array): ArchivedName {
  return readArchivedName(field(header, LINK_AT, NAME_BYTES))
}

/** In octal digits, or beyond 8 GB in binary behind a set bit. */
function readSize(block: Uint8Array): number | undefined {
  if (block[SIZE_AT] !== 0x80) return readOctal(block, SIZE_AT, SIZE_BYTES)
  let size = 0
  for (let i = SIZE_AT + 1; i < SIZE_AT + SIZE_BYTES; i++) size = size * 256 + block[i]!
  return Number.isSafeInteger(size) ? size : undefined
}

function readOctal(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = text(block, at, length).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : digits === '' ? 0 : undefined
}

/** Up to the first zero. */
function field(bytes: Uint8Array, at: number, length: number): Uint8Array {
  const whole = bytes.subarray(at, at + length)
  const end = whole.indexOf(0)
  return end < 0 ? whole : whole.subarray(0, end)
}

/** A field of ASCII. */
function text(bytes: Uint8Array, at: number, length: number): string {
  return new TextDecoder().decode(field(bytes, at, length))
}

/** Records as `30 path=cats/1.png` and a line end, of so many bytes each. */
function readPax(body: Uint8Array): Said {
  const said = new Map<string, string>()
  for (let at = 0; at < body.length;) {
    const blank = body.indexOf(32, at)
    const length = blank < 0 ? NaN : Number(text(body, at, blank - at))
    if (!(length > 0) || at + length > body.length) break
    const record = new TextDecoder().decode(body.subarray(blank + 1, at + length - 1))
    const equals = record.indexOf('=')
    if (equals > 0) said.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  const path = said.get('GNU.sparse.name') ?? said.get('path')
  const size = said.get('size')
  const link = said.get('linkpath')
  return {
    ...(path === undefined ? {} : { name: { name: path, unsaid: undefined } }),
    ...(size === undefined || !/^\d{1,15}$/.test(size) ? {} : { size: Number(size) }),
    ...(link === undefined ? {} : { link: { name: link, unsaid: undefined } }),
    ...([...said.keys()].some((key) => key.startsWith('GNU.sparse.')) ? { isSparse: true } : {}),
  }
}

function damaged(name: string): ImportError {
  return new ImportError(`${name} is cut off or damaged: download or pack it again.`, { file: name })
}
