/**
 * Checkpoints of runs in the browser's own storage (the origin private file system): a folder a run, with two files in turn. The older of the
 * two is written over, so that the last good one stays whatever happens meanwhile. A file tells by its seal whether it is whole.
 *
 * Files are written through `createSyncAccessHandle`, which all browsers give a worker: no copy, and no swap of files at the end.
 */
import { breathe } from '../../common/breathe'
import { crc32 } from '../../files/crc32'
import { findFolder, measureFolder, readFile, removeFolder, StorageError, whyNotWritten } from '../folders'
import { readSeal, SEAL_BYTES, writeSeal, type Seal } from './seal'

const SLOTS = ['a.checkpoint', 'b.checkpoint'] as const
type Slot = (typeof SLOTS)[number]

/** Bytes that are written before messages are let in. */
const PIECE_BYTES = 2 ** 20

export interface CheckpointContents {
  /** Small: what is listed. */
  readonly brief: unknown
  readonly rest: Uint8Array<ArrayBuffer>
}

export type FoundCheckpoint = {
  readonly run: number
  /** Bytes of its files. */
  readonly bytes: number
} & ({ readonly brief: unknown } | { readonly problem: string })

export interface CheckpointStore {
  /** The newest of each run. */
  list(): Promise<readonly FoundCheckpoint[]>
  /** The newest that is whole. @throws StorageError when there is none: it is gone, damaged, or of a newer Strata. */
  open(run: number): Promise<CheckpointContents>
  /**
   * Keeps another one. The one before stays until this one is whole.
   * @param parts one after another, the rest of the file.
   * @throws StorageError when there is no room.
   */
  write(run: number, brief: unknown, parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void>
  /** Takes all but the newest away. */
  trim(run: number): Promise<void>
  remove(run: number): Promise<void>
}

interface SealedFile {
  readonly slot: Slot
  readonly file: File
  readonly seal: Seal
}

/** @param folders holds one folder a run. */
export function createCheckpointStore(
  folders: FileSystemDirectoryHandle,
  estimate: () => Promise<StorageEstimate>,
): CheckpointStore {
  /** The newest first. @throws StorageError where one is of a newer Strata. */
  const findSealed = async (run: number): Promise<readonly SealedFile[]> => {
    const folder = await findFolder(folders, String(run))
    const found: SealedFile[] = []
    for (const slot of folder ? SLOTS : []) {
      const file = await readFile(folder!, slot)
      const head = file && (await bytesOf(file.slice(0, SEAL_BYTES)))
      const read = head && readSeal(head, file.size)
      if (file && read && 'seal' in read) found.push({ slot, file, seal: read.seal })
      if (read && 'problem' in read && read.problem === 'newer') throw new StorageError(NEWER)
    }
    return found.toSorted((one, other) => other.seal.sequence - one.seal.sequence)
  }

  const briefOf = async ({ file, seal }: SealedFile): Promise<unknown> => {
    const bytes = await bytesOf(file.slice(SEAL_BYTES, SEAL_BYTES + seal.briefBytes))
    return bytes && crc32(bytes) === seal.briefChecksum ? parse(bytes) : undefined
  }

  return {
    async list() {
      const found: FoundCheckpoint[] = []
      for await (const name of folders.keys()) {
        const run = Number(name)
        if (!Number.isSafeInteger(run)) continue
        const folder = await findFolder(folders, name)
        const bytes = folder && (await measureFolder(folder).catch(() => undefined))
        // Another tab has just taken it away.
        if (bytes === undefined) continue
        try {
          const brief = await firstOf(await findSealed(run), briefOf)
          found.push(brief === undefined ? { run, bytes, problem: DAMAGED } : { run, bytes, brief })
        } catch (error) {
          if (!(error instanceof StorageError)) throw error
          found.push({ run, bytes, problem: error.message })
        }
      }
      return found
    },

    async open(run) {
      const sealed = await findSealed(run)
      const contents = await firstOf(sealed, async (each) => {
        const brief = await briefOf(each)
        const rest = await bytesOf(each.file.slice(SEAL_BYTES + each.seal.briefBytes))
        const isWhole = rest && (await checksumOf([rest])) === each.seal.restChecksum
        return brief !== undefined && isWhole ? { brief, rest } : undefined
      })
      if (contents) return contents
      throw new StorageError((await findFolder(folders, String(run))) ? DAMAGED : GONE)
    },

    async write(run, brief, parts) {
      const [newest] = await findSealed(run)
      const slot = SLOTS.find((each) => each !== newest?.slot)!
      const head = new TextEncoder().encode(JSON.stringify(brief))
      const restBytes = parts.reduce((sum, { length }) => sum + length, 0)
      const bytes = SEAL_BYTES + head.length + restBytes
      try {
        // A full storage refuses a new folder as well.
        const folder = await folders.getDirectoryHandle(String(run), { create: true })
        const access = await openAccess(await folder.getFileHandle(slot, { create: true }))
        try {
          // A file without a seal, until all of it is there.
          access.truncate(0)
          await writeAll(access, [head, ...parts], SEAL_BYTES)
          access.flush()
          const seal = {
            sequence: (newest?.seal.sequence ?? 0) + 1,
            briefBytes: head.length,
            briefChecksum: crc32(head),
            restBytes,
            restChecksum: await checksumOf(parts),
          }
          access.write(writeSeal(seal), { at: 0 })
          access.flush()
        } catch (error) {
          // What was written takes room that others may need.
          access.truncate(0)
          throw error
        } finally {
          access.close()
        }
      } catch (error) {
        if (!newest) await removeFolder(folders, String(run)).catch(() => undefined)
        throw await whyNotWritten(error, `the checkpoints of run ${run}`, bytes, estimate)
      }
    },

    async trim(run) {
      const [newest] = await findSealed(run)
      const folder = newest && (await findFolder(folders, String(run)))
      const older = SLOTS.find((each) => each !== newest?.slot)!
      if (folder && (await readFile(folder, older))) await folder.removeEntry(older)
    },

    remove: (run) => removeFolder(folders, String(run)),
  }
}

const DAMAGED = 'Its checkpoint is damaged in the browser’s storage: it can’t be resumed.'
const NEWER = 'Its checkpoint was written by a newer Strata: reload the page to get it, and resume the run there.'
const GONE = 'Its checkpoint is no longer in the browser’s storage: it can’t be resumed.'

async function firstOf<Item, Result>(
  items: readonly Item[],
  find: (item: Item) => Promise<Result | undefined>,
): Promise<Result | undefined> {
  for (const item of items) {
    const found = await find(item)
    if (found !== undefined) return found
  }
  return undefined
}

const TRIES = 20
const BETWEEN_TRIES = 100

/** The worker of a page that was left, or that has failed, holds its file for some moments more. */
async function openAccess(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let tries = 1; ; tries++) {
    try {
      return await file.createSyncAccessHandle()
    } catch (error) {
      const isHeld = error instanceof DOMException && error.name === 'NoModificationAllowedError'
      if (!isHeld || tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES))
    }
  }
}

async function writeAll(
  access: Pick<FileSystemSyncAccessHandle, 'write'>,
  parts: readonly Uint8Array<ArrayBuffer>[],
  from: number,
): Promise<void> {
  let end = from
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      const piece = part.subarray(at, at + PIECE_BYTES)
      const written = access.write(piece, { at: end })
      if (written < piece.length) throw new DOMException('Not all was written.', 'QuotaExceededError')
      end += written
      if (part.length > PIECE_BYTES) await breathe()
    }
  }
}

async function checksumOf(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<number> {
  let checksum = 0
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      checksum = crc32(part, at, Math.min(part.length, at + PIECE_BYTES), checksum)
      if (part.length > PIECE_BYTES) await breathe()
    }
  }
  return checksum
}

/** Nothing when it can't be read: a file that is being written over, by another tab or by a worker about to end. */
async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await blob.arrayBuffer())
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json))
  } catch {
    return undefined
  }
}
