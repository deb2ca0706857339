/**
 * Datasets kept in the browser's own storage (the origin private file system), so that they open again after a reload.
 *
 * Each is a folder. It holds the pixels, labels and splits as they lie in memory, the paths, the list of problems, and a head. The head
 * is written last. A folder without a head was cut off while it was written, and goes when the next list is made.
 *
 * A head is replaced at one stroke, so new choices never cost the dataset that they are for.
 */
import { SPLITS } from '../../model/split'
import { quoted } from '../../common/text'
import type { DataChoices } from '../../model/dataChoices'
import { type Dataset } from '../../data/dataset'
import type { StoredDataset } from '../../data/datasetFacts'
import { digestOf } from '../../data/digest'
import type { ImportReport } from '../../data/importReport'
import { whyNotApply } from '../../data/look/applyChoices'
import {
  findFolder,
  HEAD,
  measureFolder,
  readFile,
  removeFolder,
  StorageError,
  whyNotWritten,
  writeFile,
  writeFolder,
  type Columns,
  type StorageAccess,
} from '../folders'
import { readHead, writeHead, type StoredHead } from './storedHead'

const PIXELS = 'pixels.bin'
const LABELS = 'labels.bin'
const SPLITS_FILE = 'splits.bin'
const PATHS = 'paths.json'
const PROBLEMS = 'problems.csv'

/** A kept dataset: as it was read, with a person's decisions about it. */
export interface KeptContents {
  readonly dataset: Dataset
  readonly report: ImportReport
  readonly choices: Omit<DataChoices, 'dataset'>
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
  /** The key of one whose images, as they were read, have this digest; nothing where there is none. */
  find(digest: string): Promise<string | undefined>
  /** @throws StorageError when it is not there, or damaged. */
  open(key: string): Promise<KeptContents>
  remove(key: string): Promise<void>
}

const WHAT = 'these data'

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

  return {
    async list() {
      const stored: StoredDataset[] = []
      for await (const key of folders.keys()) {
        const folder = await findFolder(folders, key)
        const described = folder && (await describeStored(key, folder))
        if (described) stored.push(described)
      }
      return stored.toSorted((a, b) => b.savedAt - a.savedAt)
    },

    async keep(kept, key, signal) {
      const columns = columnsOf(kept)
      const head = new TextEncoder().encode(writeHead(headOf(kept, columns, await digestOf(kept.dataset))))
      const known = key === undefined ? undefined : await findFolder(folders, key)
      if (key !== undefined && known && (await readFile(known, HEAD))) {
        try {
          await writeFile(known, HEAD, head, signal)
        } catch (error) {
          throw await whyNotWritten(error, WHAT, head.length, estimate, signal)
        }
        return key
      }
      const newKey = crypto.randomUUID()
      return locks.request(lockOf(newKey), async () => {
        try {
          await writeFolder(folders, newKey, columns, head, signal)
          return newKey
        } catch (error) {
          throw await whyNotWritten(error, WHAT, bytesOf(columns), estimate, signal)
        }
      })
    },

    async find(digest) {
      for await (const key of folders.keys()) {
        const folder = await findFolder(folders, key)
        const file = folder && (await readFile(folder, HEAD))
        const head = file && readHead(await file.text())
        if (!folder || !head) continue
        // Heads of before digests have none.
        const known = head.digest ?? (await digestOfFiles(folder, head))
        if (known === digest) return key
      }
      return undefined
    },

    async open(key) {
      const folder = await findFolder(folders, key)
      const file = folder && (await readFile(folder, HEAD))
      if (!file) throw new StorageError('These data are no longer in the browser’s storage: drop their files again.')
      const head = readHead(await file.text())
      const kept = head && (await readKept((name) => readFile(folder, name), head))
      if (kept) return kept
      const name = head ? quoted(head.name) : 'This dataset'
      throw new StorageError(`${name} is damaged in the browser’s storage: delete it there, and drop its files again.`)
    },

    remove: (key) => removeFolder(folders, key),
  }
}

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

export function headOf({ dataset, report, choices }: KeptContents, columns: Columns, digest: string): StoredHead {
  const { name, width, height, channels, count, classes } = dataset
  const { splitsGiven, sizes, files, problems, problemCount, notes } = report
  return {
    savedAt: Date.now(),
    bytes: bytesOf(columns),
    digest,
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

async function digestOfFiles(folder: FileSystemDirectoryHandle, head: StoredHead): Promise<string | undefined> {
  const kept = await readKept((name) => readFile(folder, name), head)
  return kept && digestOf(kept.dataset)
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
