/**
 * Datasets kept in the browser's own storage (the origin private file system), so that they open again after a reload.
 *
 * Each is a folder. It holds the pixels, labels and splits as they lie in memory, the paths, the list of problems, and a head. The head
 * is written last. A folder without a head was cut off while it was written, and goes when the next list is made.
 *
 * A head is replaced at one stroke (`createWritable` writes beside the file and swaps at the end), so new choices never cost the dataset
 * that they are for.
 */
import { SPLITS } from '../../model/split'
import { quoted } from '../../common/text'
import type { DataChoices } from '../../model/dataChoices'
import { whyNotApply } from '../look/applyChoices'
import { type Dataset } from '../dataset'
import type { StoredDataset } from '../datasetFacts'
import type { ImportReport } from '../importReport'
import { readHead, writeHead, type StoredHead } from './storedHead'

export const HEAD = 'head.json'
const PIXELS = 'pixels.bin'
const LABELS = 'labels.bin'
const SPLITS_FILE = 'splits.bin'
const PATHS = 'paths.json'
const PROBLEMS = 'problems.csv'

/** Bytes written between two looks at the signal. */
const PIECE_BYTES = 16 * 2 ** 20

/** A kept dataset: as it was read, with a person's decisions about it. */
export interface KeptContents {
  readonly dataset: Dataset
  readonly report: ImportReport
  readonly choices: Omit<DataChoices, 'dataset'>
}

/** Thrown when data can't be kept, opened or deleted: one plain sentence. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}

export interface DatasetStore {
  /** The newest first. */
  list(): Promise<readonly StoredDataset[]>
  /**
   * Keeps a dataset, and answers with its key. A dataset that is kept under `key` already only gets the new choices, because the images
   * that were read never change.
   *
   * @throws StorageError when the storage is full: then all is as before. The signal's reason, when it is aborted.
   */
  keep(kept: KeptContents, key: string | undefined, signal: AbortSignal): Promise<string>
  /** @throws StorageError when it is not there, or damaged. */
  open(key: string): Promise<KeptContents>
  remove(key: string): Promise<void>
}

/** The parts of the browser that the store needs. */
export interface StorageAccess {
  /** Holds one folder a dataset. */
  readonly folders: FileSystemDirectoryHandle
  /** So that one tab takes nothing away that another is still writing. */
  readonly locks: Pick<LockManager, 'request'>
  readonly estimate: () => Promise<StorageEstimate>
}

export function createDatasetStore({ folders, locks, estimate }: StorageAccess): DatasetStore {
  const lockOf = (key: string): string => `strata dataset ${key}`

  const describeStored = async (key: string, folder: FileSystemDirectoryHandle): Promise<StoredDataset | undefined> => {
    const file = await readFile(folder, HEAD)
    if (file === undefined) {
      await locks.request(lockOf(key), { ifAvailable: true }, async (lock) => {
        if (lock && !(await readFile(folder, HEAD))) await folders.removeEntry(key, { recursive: true })
      })
      return undefined
    }
    const head = readHead(await file.text())
    if (head) {
      const { name, count, classes, bytes, savedAt } = head
      return { key, name, images: count, classes: classes.length, bytes, savedAt }
    }
    return {
      key,
      name: 'Unreadable data',
      images: 0,
      classes: 0,
      bytes: await measureFolder(folder),
      savedAt: file.lastModified,
      problem:
        'These data are damaged, or were kept by another version of Strata: delete them, and drop their files again.',
    }
  }

  const findFolder = async (key: string): Promise<FileSystemDirectoryHandle | undefined> => {
    try {
      return await folders.getDirectoryHandle(key)
    } catch {
      return undefined
    }
  }

  /** The error for a failed writing of that many bytes. What the signal stopped stays as it is. */
  const whyNotWritten = async (error: unknown, bytes: number, signal?: AbortSignal): Promise<unknown> => {
    if (!(error instanceof DOMException) || signal?.aborted) return error
    const { quota = Infinity, usage = 0 } = await estimate()
    const left = quota - usage
    // For large pieces Chromium says that its pipe was closed, as an AbortError or another, and means that there is no room.
    if (error.name !== 'QuotaExceededError' && left >= bytes) {
      return new StorageError(
        `The browser could not write these data, which take ${megabytes(bytes)}, to its storage: try again, or delete others that are kept there and free space on the disk.`,
      )
    }
    // Some browsers tell a page of more room than there is.
    const free = left < bytes ? `, and it has ${megabytes(left)} left` : ''
    return new StorageError(
      `There is no room in the browser’s storage: these data take ${megabytes(bytes)}${free}. Delete others that are kept there, or free space on the disk.`,
    )
  }

  return {
    async list() {
      const stored: StoredDataset[] = []
      for await (const key of folders.keys()) {
        const folder = await findFolder(key)
        const described = folder && (await describeStored(key, folder))
        if (described) stored.push(described)
      }
      return stored.toSorted((a, b) => b.savedAt - a.savedAt)
    },

    async keep(kept, key, signal) {
      const columns = columnsOf(kept)
      const head = new TextEncoder().encode(writeHead(headOf(kept, columns)))
      const known = key === undefined ? undefined : await findFolder(key)
      if (key !== undefined && known && (await readFile(known, HEAD))) {
        try {
          await write(known, HEAD, head, signal)
        } catch (error) {
          throw await whyNotWritten(error, head.length, signal)
        }
        return key
      }
      const newKey = crypto.randomUUID()
      return locks.request(lockOf(newKey), async () => {
        try {
          const folder = await folders.getDirectoryHandle(newKey, { create: true })
          for (const [name, bytes] of columns) await write(folder, name, bytes, signal)
          await write(folder, HEAD, head, signal)
          return newKey
        } catch (error) {
          await folders.removeEntry(newKey, { recursive: true }).catch(() => undefined)
          throw await whyNotWritten(error, bytesOf(columns), signal)
        }
      })
    },

    async open(key) {
      const folder = await findFolder(key)
      const file = folder && (await readFile(folder, HEAD))
      if (!file) throw new StorageError('These data are no longer in the browser’s storage: drop their files again.')
      const head = readHead(await file.text())
      const kept = head && (await readKept((name) => readFile(folder, name), head))
      if (kept) return kept
      const name = head ? quoted(head.name) : 'This dataset'
      throw new StorageError(`${name} is damaged in the browser’s storage: delete it there, and drop its files again.`)
    },

    async remove(key) {
      if (await findFolder(key)) await folders.removeEntry(key, { recursive: true })
    },
  }
}

type Columns = readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[]

/** A file of a kept dataset, wherever it lies. */
export type KeptColumn = Pick<Blob, 'size' | 'arrayBuffer' | 'text'>

/** All files of a kept dataset but its head. */
export function columnsOf({ dataset, report }: KeptContents): Columns {
  const { pixels, labels, splits, paths } = dataset
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
  return [
    [PIXELS, pixels],
    [LABELS, new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength)],
    [SPLITS_FILE, splits],
    [PATHS, encode(JSON.stringify(paths))],
    [PROBLEMS, encode(report.problemsCsv)],
  ]
}

function bytesOf(columns: Columns): number {
  return columns.reduce((all, [, bytes]) => all + bytes.byteLength, 0)
}

function megabytes(bytes: number): string {
  return bytes < 1e6 ? 'less than 1 MB' : `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`
}

export function headOf({ dataset, report, choices }: KeptContents, columns: Columns): StoredHead {
  const { name, width, height, channels, count, classes } = dataset
  const { splitsGiven, sizes, files, problems, problemCount, notes } = report
  return {
    savedAt: Date.now(),
    bytes: bytesOf(columns),
    name,
    width,
    height,
    channels: channels === 1 ? 1 : 3,
    count,
    classes: [...classes],
    choices: {
      splitting: choices.splitting,
      excluded: [...choices.excluded],
      relabelled: [...choices.relabelled],
      merged: [...choices.merged],
    },
    report: {
      splitsGiven,
      ...(sizes ? { sizes } : {}),
      files: [...files],
      problems: problems.map((group) => ({ ...group, listed: [...group.listed] })),
      problemCount,
      notes: [...notes],
    },
  }
}

/** Nothing when the files, which `find` finds by name, do not go with the head. */
export async function readKept(
  find: (name: string) => Promise<KeptColumn | undefined>,
  head: StoredHead,
): Promise<KeptContents | undefined> {
  const { name, width, height, channels, count, classes, choices, report } = head
  const names = [PIXELS, LABELS, SPLITS_FILE, PATHS, PROBLEMS]
  const files = await Promise.all(names.map(find))
  const bytes = count * width * height * channels
  const lengths = [bytes, 2 * count, count, undefined, undefined]
  const fits = files.every((file, i) => file && (lengths[i] === undefined || file.size === lengths[i]))
  if (!fits) return undefined
  const [pixels, labels, splits, pathsJson, problemsCsv] = files as KeptColumn[]
  const dataset = {
    name,
    width,
    height,
    channels,
    count,
    pixels: new Uint8Array(await pixels!.arrayBuffer()),
    classes,
    labels: new Uint16Array(await labels!.arrayBuffer()),
    splits: new Uint8Array(await splits!.arrayBuffer()),
    paths: readPaths(await pathsJson!.text()),
  }
  if (dataset.paths.length !== count) return undefined
  if (!dataset.labels.every((label) => label < classes.length)) return undefined
  if (!dataset.splits.every((split) => split < SPLITS.length)) return undefined
  if (whyNotApply(dataset, choices) !== undefined) return undefined
  return { dataset, choices, report: { ...report, problemsCsv: await problemsCsv!.text() } }
}

/** None when they are not a list of texts. */
function readPaths(json: string): string[] {
  try {
    const paths: unknown = JSON.parse(json)
    return Array.isArray(paths) && paths.every((path) => typeof path === 'string') ? paths : []
  } catch {
    return []
  }
}

async function write(
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

/** Nothing when it is not there. */
async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    const handle = await folder.getFileHandle(name)
    return await handle.getFile()
  } catch {
    return undefined
  }
}

async function measureFolder(folder: FileSystemDirectoryHandle): Promise<number> {
  let bytes = 0
  for await (const name of folder.keys()) bytes += (await readFile(folder, name))?.size ?? 0
  return bytes
}
