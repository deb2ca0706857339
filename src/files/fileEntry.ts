/** A dropped file, as it is. */
import { ImportError } from './importProblem'
import { type Pieces, piecesOf, streamOf } from './byteStream'
import { readRange, whyUnreadable } from './readBytes'
import type { Place, SourceEntry } from './sourceEntry'

/** The most of a file that is read at once: what browsers hold in one buffer. */
const MAX_READ_BYTES = 2_000_000_000

export class FileEntry implements SourceEntry {
  readonly path: string
  readonly place: Place

  constructor(path: string, file: Blob) {
    this.path = path
    this.place = { file, begin: 0, end: file.size }
  }

  get size(): number {
    return this.place.end
  }

  async read(limit = this.size): Promise<Uint8Array<ArrayBuffer>> {
    if (Math.min(limit, this.size) > MAX_READ_BYTES) {
      throw new ImportError(
        `${this.path} is larger than 2 GB, the most that is read at once: split it into smaller sets.`,
        { file: this.path },
      )
    }
    return readRange(this.place.file, 0, limit, this.path)
  }

  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return streamOf(this.pieces())
  }

  private async *pieces(): Pieces {
    try {
      yield* piecesOf(this.place.file.stream())
    } catch (error) {
      throw whyUnreadable(error, this.path)
    }
  }
}
