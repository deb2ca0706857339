/** A gzipped file (RFC 1952) under the name that it has without its `.gz`, unpacked by the browser as it is read. */
import { quoted } from '../common/text'
import { ImportError } from './importProblem'
import { joinPieces, type Pieces, streamOf } from './byteStream'
import { decompress } from './decompress'
import type { SourceEntry } from './sourceEntry'

/** The most that one file may unpack to. */
const MAX_UNPACKED_BYTES = 2_000_000_000

export class GzipEntry implements SourceEntry {
  readonly path: string
  /** A gzip file states its length, but wrongly above 4 GB, and wrongly when it has several parts. */
  readonly size = undefined
  readonly archive?: string
  private readonly packed: SourceEntry

  constructor(packed: SourceEntry) {
    this.packed = packed
    this.path = packed.path.replace(/\.gz$/i, '')
    if (packed.archive !== undefined) this.archive = packed.archive
  }

  read(limit = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    return joinPieces(this.pieces(), limit, 0)
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.pieces())
  }

  private async *pieces(): Pieces {
    const { path } = this.packed
    const message = `${quoted(path)} is cut off or damaged, or packed in several parts: unpack it, and drop that.`
    const damaged = (): ImportError => new ImportError(message, { file: path })
    let length = 0
    for await (const piece of decompress(this.packed.stream(), 'gzip', damaged)) {
      length += piece.length
      if (length > MAX_UNPACKED_BYTES) {
        const tooLong = `${quoted(path)} unpacks to more than 2 GB, the most that is read: split it into smaller sets.`
        throw new ImportError(tooLong, { file: path })
      }
      yield piece
    }
  }
}
