/**
 * What a drop holds. Its entries must be taken while the drop is handled; the files in its folders are found afterwards, a few at a time, so
 * that the page stays responsive however many there are.
 */
import type { SourceFile } from '../../files/sourceFile'
import { createBreather } from '../../common/breathe'
import type { Dropped } from '../../store/drop/dropped'

/** Only within the drop event. */
export function takeDropped(transfer: DataTransfer): Dropped {
  const files = [...transfer.files].map((file) => ({ path: file.name, file }))
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some((entry) => entry.isDirectory)) return files
  return {
    name: entries.map(({ name }) => name).join(' + '),
    list: (signal, onListed) => listFolders(entries, signal, onListed),
  }
}

/** So many files are opened between two looks at the clock. */
const OPENED_AT_ONCE = 16

/** The files of the entries and of all folders in them, with their paths; folder by folder. */
export async function listFolders(
  entries: readonly FileSystemEntry[],
  signal: AbortSignal,
  onListed: (files: number) => void,
): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = []
  const folders: FileSystemDirectoryEntry[] = []
  const breathe = createBreather(signal, () => onListed(found.length))

  const take = async (batch: readonly FileSystemEntry[]): Promise<void> => {
    folders.push(...batch.filter(isFolder))
    const files = batch.filter(isFile)
    for (let at = 0; at < files.length; at += OPENED_AT_ONCE) {
      found.push(...(await Promise.all(files.slice(at, at + OPENED_AT_ONCE).map(openEntry))))
      await breathe()
    }
  }

  await take(entries)
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const reader = folder.createReader()
    for (;;) {
      const batch = await readNext(reader)
      if (batch.length === 0) break
      await take(batch)
    }
  }
  return found
}

/** The next entries of a folder, at most a hundred in Chromium; none at its end. */
function readNext(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}

function openEntry(entry: FileSystemFileEntry): Promise<SourceFile> {
  const path = entry.fullPath.replace(/^\//, '')
  return new Promise((resolve, reject) => entry.file((file) => resolve({ path, file }), reject))
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}
