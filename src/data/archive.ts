/**
 * Reads zip archives with JSZip, trusting nothing that they say of themselves: what an entry unpacks to is counted while it unpacks,
 * and names are compared as text, never followed.
 */
import type JSZip from 'jszip'
import { ImportError } from './dataset'
import type { ProblemList } from './problems'
import { quoted } from './problems'
import { readBytes } from './readBytes'
import { scheduleTogether } from './scheduleTogether'

/** The largest archive that is read, in bytes: what browsers hold in one buffer. */
const MAX_ARCHIVE_BYTES = 2_000_000_000
/** The most that one entry may unpack to. */
export const MAX_ENTRY_BYTES = 32 * 2 ** 20
/** What an entry may unpack to while others are read beside it; a larger one is read again, alone. */
const SHARED_ENTRY_BYTES = 2 ** 20
/** The most that an archive may unpack to in all. */
const MAX_UNPACKED_BYTES = 8 * 2 ** 30
/** Entries that are read side by side, so that at most this many times SHARED_ENTRY_BYTES is held. */
export const GROUP_SIZE = 64

/** JSZip's documented way to see an entry's bytes as they come, which its types leave out. */
interface StreamHelper {
  on(event: 'data', listener: (chunk: Uint8Array) => void): this
  on(event: 'error', listener: (error: Error) => void): this
  on(event: 'end', listener: () => void): this
  resume(): this
  pause(): this
}
type StreamedEntry = JSZip.JSZipObject & { internalStream(type: 'uint8array'): StreamHelper }

/** One file in the archive, unread. */
export type ArchiveEntry = JSZip.JSZipObject

/** An entry's bytes in the pieces that it unpacked to, or why there are none: `message` reads on from the entry's name. */
export type EntryContent =
  { readonly pieces: readonly Uint8Array[]; readonly length: number } | { readonly message: string }

export interface Archive {
  /**
   * By `/`-separated path, without folders and what operating systems leave behind. Of entries with the same path the last counts, as
   * when unpacking.
   */
  readonly entries: ReadonlyMap<string, ArchiveEntry>
  /** Paths outside the archive, whose entries were left out. */
  readonly unsafePaths: ReadonlySet<string>
  /**
   * Unpacks at most GROUP_SIZE entries; the event loop turns meanwhile. Throws ImportError when all that was asked of the archive so
   * far has unpacked to more than MAX_UNPACKED_BYTES, and the signal's reason when it is aborted.
   */
  readEntries(entries: readonly ArchiveEntry[], signal: AbortSignal): Promise<EntryContent[]>
}

/** Lists an archive. Entries with unsafe names are left out and put in `problems`. Throws ImportError. */
export async function openArchive(file: File, problems: ProblemList): Promise<Archive> {
  const where = { file: file.name }
  if (file.size > MAX_ARCHIVE_BYTES) {
    throw new ImportError(
      `${file.name} is larger than 2 GB, the most that is read at once: split it into smaller sets.`,
      where,
    )
  }
  const zip = await load(await readBytes(file), file.name)
  const entries = new Map<string, ArchiveEntry>()
  const unsafePaths = new Set<string>()
  zip.forEach((_, entry) => {
    if (entry.dir) return
    // JSZip takes `..` out of names; the archive's own word is what tells an unsafe one.
    const path = normalisePath(entry.unsafeOriginalName ?? entry.name)
    if (isLeftBehind(path) || path.endsWith('/')) return
    if (isUnsafe(path)) {
      unsafePaths.add(path)
      const message = `${quoted(path)} names a place outside the archive, so it was left out.`
      problems.add('entries name a place outside the archive', { message, ...where })
    } else {
      entries.set(path, entry)
    }
  })
  if (entries.size === 0) {
    const holds = unsafePaths.size > 0 ? 'only files whose names point outside it' : 'no files'
    throw new ImportError(`${file.name} holds ${holds}: zip the folder with the images again.`, where)
  }

  const budget = { bytes: MAX_UNPACKED_BYTES }
  return {
    entries,
    unsafePaths,
    async readEntries(group, signal) {
      const contents = await readGroup(group, budget, signal)
      if (budget.bytes < 0) {
        throw new ImportError(
          `${file.name} unpacks to more than 8 GB, the most that is read: split it into smaller sets.`,
          where,
        )
      }
      return contents
    },
  }
}

async function load(bytes: Uint8Array, name: string): Promise<JSZip> {
  // JSZip brings a `setImmediate` of its own where there is none, so ours has to be there before it is loaded.
  if (!('setImmediate' in globalThis)) Object.assign(globalThis, { setImmediate: scheduleTogether() })
  const { default: reader } = await import('jszip')
  try {
    return await reader.loadAsync(bytes)
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    if (/encrypted/i.test(reason)) {
      throw new ImportError(`${name} holds encrypted files: zip the images again without a password.`, { file: name })
    }
    if (/compression .* unknown/i.test(reason)) {
      const message = `${name} is compressed in a way that can’t be read here: zip the images again with the usual method, Deflate.`
      throw new ImportError(message, { file: name })
    }
    throw new ImportError(`${name} is cut off or damaged: download or zip it again.`, { file: name })
  }
}

/** `/` between folders, without `./`, as paths are compared. */
export function normalisePath(path: string): string {
  const slashed = path.includes('\\') ? path.replaceAll('\\', '/') : path
  return slashed.includes('./') || slashed.includes('//') ? slashed.replace(/(^|\/)(\.?\/)+/g, '$1') : slashed
}

function isUnsafe(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:/i.test(path) || /(^|\/)\.\.(\/|$)/.test(path)
}

/** What macOS and Windows put beside a person's files. */
function isLeftBehind(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/.test(path)
}

async function readGroup(
  entries: readonly ArchiveEntry[],
  budget: { bytes: number },
  signal: AbortSignal,
): Promise<EntryContent[]> {
  const contents: (EntryContent | undefined)[] = entries.map(() => undefined)
  await new Promise<void>((resolve) => {
    let left = entries.length
    if (left === 0) resolve()
    entries.forEach((entry, i) => {
      readEntry(entry, SHARED_ENTRY_BYTES, budget, (content) => {
        contents[i] = content
        left -= 1
        if (left === 0) resolve()
      })
    })
  })
  const all: EntryContent[] = []
  for (const [i, entry] of entries.entries()) {
    signal.throwIfAborted()
    const content = contents[i] ?? (await readAlone(entry, budget))
    all.push(content ?? { message: `unpacks to more than ${MAX_ENTRY_BYTES >> 20} MB` })
  }
  return all
}

function readAlone(entry: ArchiveEntry, budget: { bytes: number }): Promise<EntryContent | undefined> {
  return new Promise((resolve) => {
    readEntry(entry, MAX_ENTRY_BYTES, budget, resolve)
  })
}

/** Calls `done` once: with the content, or with nothing when it is longer than `limit`. */
function readEntry(
  entry: ArchiveEntry,
  limit: number,
  budget: { bytes: number },
  done: (content: EntryContent | undefined) => void,
): void {
  const pieces: Uint8Array[] = []
  let length = 0
  let ended = false
  const end = (content: EntryContent | undefined): void => {
    if (ended) return
    ended = true
    done(content)
  }
  const stream = (entry as StreamedEntry).internalStream('uint8array')
  stream
    .on('data', (chunk) => {
      if (ended) return
      budget.bytes -= chunk.length
      length += chunk.length
      if (length > limit || budget.bytes < 0) {
        stream.pause()
        end(undefined)
      } else {
        pieces.push(chunk)
      }
    })
    .on('error', () => end({ message: 'is damaged in the archive' }))
    .on('end', () => end({ pieces, length }))
    .resume()
}
