/** The files of a drop, wherever they lie: by themselves, in a folder, gzipped, or in an archive. */

/** One file. Its bytes are read when they are asked for, and never more than its limit. */
export interface SourceEntry {
  /** With `/` between folders, without `.` and `..`; of a gzipped file without its `.gz`. */
  readonly path: string
  /** Bytes unpacked, as far as they are known before reading. */
  readonly size: number | undefined
  /** The archive that holds it, by name. */
  readonly archive?: string
  /**
   * Its bytes, or the first `limit` of them.
   * @throws ImportError when it is damaged, encrypted, or unpacks to more than is read.
   */
  read(limit?: number): Promise<Uint8Array<ArrayBuffer>>
  /** Its bytes in pieces, for files of hundreds of megabytes. Errors as `read`. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>
}
