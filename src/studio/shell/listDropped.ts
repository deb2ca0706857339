/**
 * What a drop holds. Its entries must be taken while the drop is handled; the files in its folders are found afterwards, a hundred at a
 * time as the browser hands them out, so that the page stays responsive however many there are.
 */
import type { FilesToList } from '../../store/dataActions'
import type { SourceFile } from '../../engine/protocol'

export type Dropped = readonly SourceFile[] | FilesToList

/** Only within the drop event. */
export function takeDropped(transfer: DataTransfer): Dropped {
  const files = [...transfer.files].map((file) => ({ path: file.name, file }))
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  if (!entries.some((entry) => entry.isDirectory)) return files
  return {
    name: entries.map(({ name }) => name).join(' + '),
    list: (signal, onListed) => listEntries(entries, signal, onListed),
  }
}

/** The files of the entries and of all folders in them, with their paths; folder by folder. */
export async function listEntries(
  entries: readonly FileSystemEntry[],
  signal: AbortSignal,
  onListed: (files: number) => void,
): Promise<readonly SourceFile[]> {
  const found: SourceFile[] = []
  const waiting = [...entries]
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (isFile(entry)) found.push(await openEntry(entry))
    if (!isFolder(entry)) continue
    const reader = entry.createReader()
    for (;;) {
      signal.throwIfAborted()
      const batch = await readBatch(reader)
      if (batch.length === 0) break
      found.push(...(await Promise.all(batch.filter(isFile).map(openEntry))))
      waiting.push(...batch.filter(isFolder))
      onListed(found.length)
    }
  }
  return found
}

/** The next entries of a folder, at most a hundred in Chromium; none at its end. */
function readBatch(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
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
