/**
 * Folders of the browser's own storage (the origin private file system), each of which is whole or not there. Its head is written last, so a
 * folder without one was cut off while it was written. A file is replaced at one stroke: `createWritable` writes beside it, and swaps at the
 * end.
 */

/** Thrown when something can't be kept, opened or deleted: one plain sentence. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

/** There is no room. */
export class NoRoom extends StorageError {}

/** The parts of the browser that a store needs. */
export interface StorageAccess {
  /** Holds one folder a thing that is kept. */
  readonly folders: FileSystemDirectoryHandle
  /** So that one tab takes nothing away that another is still writing. */
  readonly locks: Pick<LockManager, 'request'>
  readonly estimate: () => Promise<StorageEstimate>
}

export type Columns = readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[]

export const HEAD = 'head.json'

/** Bytes written between two looks at the signal. */
const PIECE_BYTES = 16 * 2 ** 20

export async function findFolder(
  folders: FileSystemDirectoryHandle,
  key: string,
): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await folders.getDirectoryHandle(key)
  } catch {
    return undefined
  }
}

/** Nothing when it is not there. */
export async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    const handle = await folder.getFileHandle(name)
    return await handle.getFile()
  } catch {
    return undefined
  }
}

export async function measureFolder(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0
  for await (const name of folder.keys()) bytes += (await readFile(folder, name))?.size ?? 0
  return bytes
}

/** Writes a file, or replaces it at one stroke. @throws the signal's reason. */
export async function writeFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<void> {
  const file = await folder.getFileHandle(name, { create: true })
  const writable = await file.createWritable()
  try {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      signal.throwIfAborted()
      await writable.write(bytes.subarray(at, at + PIECE_BYTES))
    }
    await writable.close()
  } catch (error) {
    await writable.abort().catch(() => undefined)
    throw error
  }
}

/** Makes a folder of these files and this head, or leaves none. */
export async function writeFolder(
  folders: FileSystemDirectoryHandle,
  key: string,
  columns: Columns,
  head: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const folder = await folders.getDirectoryHandle(key, { create: true })
    for (const [name, bytes] of columns) await writeFile(folder, name, bytes, signal)
    await writeFile(folder, HEAD, head, signal)
  } catch (error) {
    await folders.removeEntry(key, { recursive: true }).catch(() => undefined)
    throw error
  }
}

export async function removeFolder(folders: FileSystemDirectoryHandle, key: string): Promise<void> {
  if (await findFolder(folders, key)) await folders.removeEntry(key, { recursive: true })
}

/**
 * The error for a failed writing of that many bytes. What the signal stopped stays as it is.
 * @param what is to be kept, in the plural: `these data`.
 */
export async function whyNotWritten(
  error: unknown,
  what: string,
  bytes: number,
  estimate: StorageAccess['estimate'],
  signal?: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof DOMException) || signal?.aborted) return error
  const { quota = Infinity, usage = 0 } = await estimate()
  const left = quota - usage
  // For large pieces Chromium says that its pipe was closed, as an AbortError or another, and means that there is no room.
  if (error.name !== 'QuotaExceededError' && left >= bytes) {
    return new StorageError(
      `The browser could not write ${what}, which take ${megabytes(bytes)}, to its storage: try again, or delete others that are kept there and free space on the disk.`,
    )
  }
  // Some browsers tell a page of more room than there is.
  const free = left < bytes ? `, and it has ${megabytes(Math.max(0, left))} left` : ''
  return new NoRoom(
    `There is no room in the browser’s storage: ${what} take ${megabytes(bytes)}${free}. Delete others that are kept there, or free space on the disk.`,
  )
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? 'less than 1 MB' : `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
}
