/** A file as readers see it, wherever it lies. */
import type { Packing } from './zipEntry'

/** One file. Its bytes are read when they are asked for, and never more than its limit. */
export interface SourceEntry {
  /** With `/` between folders, without `.` and `..`; of a gzipped file without its `.gz`. */
  readonly path: string
  /** Bytes unpacked, as far as they are known before reading. */
  readonly size: number | undefined
  /** The archive that holds it, by name. */
  readonly archive?: string
  /** Where its bytes lie, so that a reader of many entries takes them together. Absent where only `read` gives them. */
  readonly place?: Place
  /**
   * Its bytes, or the first `limit` of them.
   * @throws ImportError when it is damaged, encrypted, or unpacks to more than is read.
   */
  read(limit?: number): Promise<Uint8Array<ArrayBuffer>>
  /** Its bytes in pieces, for files of hundreds of megabytes. Errors as `read`. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>
}

/** A stretch of a file: an entry's own bytes, or, with `packing`, its local header in a zip archive and as far as the entry may reach. */
export interface Place {
  readonly file: Blob
  readonly begin: number
  readonly end: number
  readonly packing?: Packing
}

/** A file's name with its archive: as the report on the files has it. */
export function fullName({ archive, path }: Pick<SourceEntry, 'archive' | 'path'>): string {
  return archive === undefined ? path : `${archive}/${path}`
}
