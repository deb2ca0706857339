/**
 * Lists a zip archive, and reads its entries where they lie.
 *
 * An archive is held to its word. An entry ends where the next one begins, unpacks to the size that it claims and no further, and fits
 * its checksum. Any other entry is damaged.
 */
import type { ProblemList } from './problemList'
import { quoted } from '../common/text'
import { ImportError } from './importProblem'
import { createBreather } from '../common/breathe'
import { joinPieces, type Pieces, piecesOf, streamOf } from './byteStream'
import { crc32 } from './crc32'
import { decompress } from './decompress'
import { isLeftBehind, isUnsafePath, normalisePath } from './paths'
import { readRange, whyUnreadable } from './readBytes'
import type { Place, SourceEntry } from './sourceEntry'
import { TextReading } from './textReading'
import { type ZipRecord, readZipDirectory } from './zipDirectory'
import { headerLength, LOCAL_HEADER_BYTES, type Packing } from './zipEntry'

const STORED = 0
const DEFLATED = 8

/** The most of an entry that is read at once. */
const MAX_READ_BYTES = 2_000_000_000
/** Deflate expands at most 1032 times, whatever an entry claims. */
const MAX_EXPANSION = 1032

/** Entries between two looks at the clock. */
const STRIDE = 4_096

/**
 * The files in an archive called `name`, in the order of its directory, without folders and without the files that operating systems
 * leave behind, unless `withHidden`. `text` decides which code page their names are in, and knows it afterwards.
 *
 * Entries with unsafe names, encryption or rare methods are put in `problems`. Of several with one name the last counts, as when
 * unpacking. Throws ImportError when the archive is damaged or nothing is left, and the signal's reason when it is aborted.
 */
export async function listZip(
  file: Blob,
  name: string,
  problems: ProblemList,
  signal: AbortSignal,
  { text = new TextReading(), withHidden = false }: { text?: TextReading; withHidden?: boolean } = {},
): Promise<SourceEntry[]> {
  const breathe = createBreather(signal)
  const directory = await readZipDirectory(file, name, text, signal)
  const ends = findEnds(directory.records, directory.begin)
  const entries = new Map<string, SourceEntry>()
  const foldedPaths = new Map<string, string>()
  const leave = (kind: string, path: string, why: string): void => {
    problems.add(kind, { message: `${quoted(path)} ${why}.`, file: name })
  }
  let refusal: 'encrypted' | 'method' | 'unsafe' | undefined
  for (const [i, record] of directory.records.entries()) {
    if (i % STRIDE === STRIDE - 1) await breathe()
    const path = normalisePath(record.name)
    if (path.endsWith('/') || path === '' || (!withHidden && isLeftBehind(path))) continue
    if (isUnsafePath(path)) {
      refusal ??= 'unsafe'
      leave('entries name a place outside the archive', path, 'names a place outside the archive, so it was left out')
    } else if (record.encrypted) {
      refusal ??= 'encrypted'
      leave('entries are encrypted', path, 'is encrypted, so it was left out')
    } else if (record.method !== STORED && record.method !== DEFLATED) {
      refusal ??= 'method'
      leave(
        'entries are compressed in a rare way',
        path,
        'is compressed in a way that can’t be read here, so it was left out',
      )
    } else {
      if (entries.has(path))
        leave('entries have the name of another', path, 'is in the archive twice, so the last one was taken')
      const folded = path.toLowerCase()
      const alike = foldedPaths.get(folded)
      if (alike !== undefined && alike !== path) {
        leave(
          'entries differ in capitals only',
          path,
          `differs from ${quoted(alike)} in capitals only; they are two files here`,
        )
      }
      foldedPaths.set(folded, path)
      entries.set(path, new ZipEntry(file, name, path, record, ends[i]!))
    }
  }
  if (entries.size === 0) throw nothingIn(name, refusal)
  return [...entries.values()]
}

function nothingIn(name: string, refusal: 'encrypted' | 'method' | 'unsafe' | undefined): ImportError {
  const message = {
    encrypted: `${name} holds encrypted files: zip the images again without a password.`,
    method: `${name} is compressed in a way that can’t be read here: zip the images again with the usual method, Deflate.`,
    unsafe: `${name} holds only files whose names point outside it: zip the folder with the images again.`,
    none: `${name} holds no files: zip the folder with the images again.`,
  }
  return new ImportError(message[refusal ?? 'none'], { file: name })
}

/**
 * How far each entry may reach: to where the next begins, or the directory. Entries that share bytes, as in an archive that unpacks to
 * far more than it could hold, are cut short by this, and so are damaged.
 */
function findEnds(records: readonly ZipRecord[], directoryBegin: number): Float64Array {
  const begins = Float64Array.from(records, (record) => record.begin)
  const order = Uint32Array.from(records, (_, i) => i)
  // Archives list their entries in the order that they lie in, nearly always.
  if (begins.some((begin, i) => i > 0 && begin < begins[i - 1]!)) order.sort((a, b) => begins[a]! - begins[b]!)
  const ends = new Float64Array(records.length)
  for (const [k, i] of order.entries()) {
    const next = order[k + 1]
    ends[i] = next === undefined ? directoryBegin : begins[next]!
  }
  return ends
}

class ZipEntry implements SourceEntry {
  readonly path: string
  readonly archive: string
  readonly place: Place & { readonly packing: Packing }

  constructor(file: Blob, archive: string, path: string, record: ZipRecord, end: number) {
    const { begin, crc, packedSize, size, method } = record
    this.path = path
    this.archive = archive
    this.place = { file, begin, end, packing: { deflated: method === DEFLATED, packedSize, size, crc } }
  }

  get size(): number {
    return this.place.packing.size
  }

  async read(limit = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    const { packedSize, size } = this.place.packing
    if (Math.min(limit, size) > MAX_READ_BYTES) {
      const message = `${quoted(this.path)} unpacks to more than 2 GB, the most that is read at once: split it into smaller sets.`
      throw new ImportError(message, { file: this.archive })
    }
    return joinPieces(this.pieces(), limit, Math.min(size, packedSize * MAX_EXPANSION))
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.pieces())
  }

  private async *pieces(): Pieces {
    const { file, begin, end, packing } = this.place
    const header = headerLength(await readRange(file, begin, begin + LOCAL_HEADER_BYTES, this.archive))
    if (header === undefined || begin + header + packing.packedSize > end) throw this.damaged()
    const packed = file.slice(begin + header, begin + header + packing.packedSize).stream()
    const damaged = (): ImportError => this.damaged()
    let length = 0
    let crc = 0
    try {
      for await (const piece of packing.deflated ? decompress(packed, 'deflate-raw', damaged) : piecesOf(packed)) {
        length += piece.length
        if (length > packing.size) throw damaged()
        crc = crc32(piece, 0, piece.length, crc)
        yield piece
      }
    } catch (error) {
      throw whyUnreadable(error, this.archive)
    }
    if (length < packing.size || crc !== packing.crc) throw damaged()
  }

  private damaged(): ImportError {
    return new ImportError(`${quoted(this.path)} is damaged in ${this.archive}: download or zip it again.`, {
      file: this.archive,
    })
  }
}
