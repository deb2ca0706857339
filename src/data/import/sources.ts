/** The files of a drop, wherever they lie: by themselves, in a folder, gzipped, or in an archive. */
import type { ProblemList } from '../../files/problemList'
import { quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { FileEntry } from '../../files/fileEntry'
import { HEAD_BYTES, recogniseBytes, UNKNOWN_BINARY } from './fileKinds'
import { IMAGE_NAME } from '../images/imageFormats'
import { GzipEntry } from '../../files/gzip'
import { isLeftBehind, isUnsafePath, normalisePath } from '../../files/paths'
import { readBytes } from '../../files/readBytes'
import { firstEntryName } from '../../files/zipEntry'
import { PROJECT_MANIFEST } from '../../model/projectFile'
import type { SourceEntry } from '../../files/sourceEntry'
import { piecesOf } from '../../files/byteStream'
import { isTar, listTar, TAR_HEAD_BYTES } from '../../files/tar'
import { listZip } from '../../files/zip'
import type { SourceFile } from '../../files/sourceFile'
import { TextReading } from '../../files/textReading'
import { endsAsZip } from '../../files/zipDirectory'

/** Pieces of an unpacked archive that are put away together. */
const PIECES_A_PART = 256
/** Files that are looked at side by side. */
const SIDE_BY_SIDE = 32

/** Zip archives that are files of one kind to a person. */
const ZIPPED_KIND = /\.(keras|xls[xmb]|numbers|docx|pptx|ods|odt|epub|jar)$/i
/** Files that may have a program before their archive. */
const ZIP_NAME = /\.(zip|exe)$/i
const ARCHIVE_NAME = /\.(zip|tar|tgz|tar\.gz|7z|rar|bz2|xz)$/i

/**
 * All files of a drop, those in zip and tar archives too, without the files that operating systems leave behind. Archives in archives and
 * unreadable files are put in `problems`.
 *
 * Throws ImportError when nothing is left, or only a lone table beside an archive that can't be read. Throws the signal's reason when it
 * is aborted.
 */
export async function listEntries(
  files: readonly SourceFile[],
  problems: ProblemList,
  signal: AbortSignal,
  text = new TextReading(),
): Promise<SourceEntry[]> {
  const listed: SourceEntry[][] = files.map(() => [])
  let failure: ImportError | undefined
  let next = 0
  const listOn = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      signal.throwIfAborted()
      try {
        listed[i] = await listOne(files[i]!, problems, signal, text)
      } catch (error) {
        if (!(error instanceof ImportError)) throw error
        failure ??= error
        problems.add('files could not be read', { message: error.message, file: files[i]!.file.name })
      }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, listOn))
  signal.throwIfAborted()
  const entries = withoutPackedCopies(listed.flat(), problems)
  if (failure !== undefined && entries.length <= 1) throw failure
  return entries
}

async function listOne(
  { path: given, file }: SourceFile,
  problems: ProblemList,
  signal: AbortSignal,
  text: TextReading,
): Promise<SourceEntry[]> {
  const path = normalisePath(given)
  if (isLeftBehind(path)) return []
  if (isUnsafePath(path)) {
    const message = `${quoted(path)} names a place outside its folder, so it was left out.`
    problems.add('files name a place outside their folder', { message, file: path })
    return []
  }
  const entry = new FileEntry(path, file)
  // With tens of thousands of images, a look at each would take longer than reading them together.
  if (IMAGE_NAME.test(path) || ZIPPED_KIND.test(path)) return [entry]
  const head = await readBytes(file, HEAD_BYTES)
  // It is one file to a person, whatever it is called.
  if (firstEntryName(head) === PROJECT_MANIFEST) return [entry]
  if (isGzip(head)) return listGzip(entry, path, problems, signal, text)
  if (isTar(head)) return unpackInside(await listTar(file, path, problems, signal, text), path, problems)
  const mayHideZip = ZIP_NAME.test(path) || recogniseBytes(head) === UNKNOWN_BINARY
  if (!isZip(head) && !(mayHideZip && (await endsAsZip(file, path)))) return [entry]
  return unpackInside(await listZip(file, path, problems, signal, { text }), path, problems)
}

/** Gzipped files of an archive, unpacked. Archives in it are put in `problems`. */
function unpackInside(inside: readonly SourceEntry[], archive: string, problems: ProblemList): SourceEntry[] {
  return inside.flatMap((packed): readonly SourceEntry[] => {
    if (ARCHIVE_NAME.test(packed.path)) {
      const message = `${quoted(packed.path)} is an archive inside ${archive}, so it was left out: unpack it, and drop it beside.`
      problems.add('archives are inside another', { message, file: archive })
      return []
    }
    return /\.gz$/i.test(packed.path) ? [new GzipEntry(packed)] : [packed]
  })
}

/** A gzipped file, or the files of a gzipped tar archive, which has to be unpacked to know where they lie. */
async function listGzip(
  packed: SourceEntry,
  path: string,
  problems: ProblemList,
  signal: AbortSignal,
  text: TextReading,
): Promise<SourceEntry[]> {
  const entry = new GzipEntry(packed)
  // A file that can't be unpacked is reported when it is read.
  const head = await entry.read(TAR_HEAD_BYTES).catch(() => new Uint8Array(0))
  if (!isTar(head)) return [entry]
  const parts: Blob[] = []
  let pieces: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of piecesOf(entry.stream())) {
    signal.throwIfAborted()
    pieces.push(piece)
    if (pieces.length < PIECES_A_PART) continue
    // The browser may keep it outside of the memory of the page.
    parts.push(new Blob(pieces))
    pieces = []
  }
  const whole = new Blob([...parts, ...pieces])
  return unpackInside(await listTar(whole, path, problems, signal, text), path, problems)
}

/** A gzipped file beside the same one unpacked, as torchvision leaves MNIST, would bring every image twice. */
function withoutPackedCopies(entries: readonly SourceEntry[], problems: ProblemList): SourceEntry[] {
  if (!entries.some((entry) => entry instanceof GzipEntry)) return [...entries]
  const keyOf = ({ archive, path }: SourceEntry): string => `${archive ?? ''}\n${path}`
  const unpacked = new Set(entries.filter((entry) => !(entry instanceof GzipEntry)).map(keyOf))
  return entries.filter((entry) => {
    if (!(entry instanceof GzipEntry) || !unpacked.has(keyOf(entry))) return true
    const message = `${quoted(entry.path)} came gzipped too, so only the unpacked file was read.`
    problems.add('files came twice', { message, file: entry.archive ?? entry.path })
    return false
  })
}

/**
 * A zip begins with an entry, with its end record when it has no entries, or with a mark before the first entry when it was made to be
 * split.
 */
function isZip([p, k, first, second]: Uint8Array): boolean {
  if (p !== 0x50 || k !== 0x4b) return false
  return (first === 3 && second === 4) || (first === 5 && second === 6) || (first === 7 && second === 8)
}

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}
