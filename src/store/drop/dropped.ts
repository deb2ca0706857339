/** What was dropped: files, or folders whose files have to be found first. */
import type { SourceFile } from '../../files/sourceFile'
import { nameFiles } from './nameFiles'

/** Files that have to be found first, as in a dropped folder. */
export interface FilesToList {
  readonly name: string
  /** `onListed` hears how many there are so far. */
  list(signal: AbortSignal, onListed: (files: number) => void): Promise<readonly SourceFile[]>
}

export type Dropped = readonly SourceFile[] | FilesToList

/** What was dropped, as the person would call it. */
export function nameDropped(dropped: Dropped): string {
  return isListed(dropped) ? nameFiles(dropped) : dropped.name
}

/** Two drops as one; a file that is dropped twice counts once. */
export function joinDropped(first: Dropped, second: Dropped): Dropped {
  if (isListed(first) && isListed(second))
    return [...first, ...second.filter((file) => !first.some((other) => isSame(file, other)))]
  return {
    name: `${nameDropped(first)} + ${nameDropped(second)}`,
    async list(signal, onListed) {
      const found = await listOf(first, signal, onListed)
      return [...found, ...(await listOf(second, signal, (files) => onListed(found.length + files)))]
    },
  }
}

/** Whether all files are known. */
export function isListed(dropped: Dropped): dropped is readonly SourceFile[] {
  return 'length' in dropped
}

function isSame(one: SourceFile, other: SourceFile): boolean {
  const [{ size, lastModified }, file] = [one.file, other.file]
  return one.path === other.path && size === file.size && lastModified === file.lastModified
}

async function listOf(dropped: Dropped, ...how: Parameters<FilesToList['list']>): Promise<readonly SourceFile[]> {
  return isListed(dropped) ? dropped : dropped.list(...how)
}
