/** Tells what each file of a drop is, by its content. Where very many are alike it looks at some. */
import type { ProblemList } from '../../files/problemList'
import { ImportError } from '../../files/importProblem'
import { createBreather } from '../../common/breathe'
import { isTableKind, openTable, type TableAround, type TableKind } from './openTables'
import { type FileKind, HEAD_BYTES, NO_JSON_TABLE, type Other, recogniseFile } from './fileKinds'
import { fileName, splitOfPath } from '../labels/fileNames'
import { haveSameBytes } from '../../files/sameBytes'
import { quoted } from '../../common/text'
import { spread } from '../labels/matchPaths'
import { IMAGE_NAME } from '../images/imageFormats'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import { TextReading } from '../../files/textReading'
import type { TableProfile } from '../tables/tableProfile'

/** More files than this, of one ending and in one archive, are known by a few of them: a look at each takes longer than decoding it. */
const MANY = 256
const LOOKED_AT = 24
/** Files that are looked at side by side. */
const SIDE_BY_SIDE = 32

/** Files that are no tables where there are hundreds of them. */
const MANY_ALIKE: Partial<Record<FileKind['kind'], FileKind>> = {
  text: { kind: 'other', what: 'is one of many texts' },
  json: { ...NO_JSON_TABLE, what: 'is one of many JSON files' },
  workbook: { kind: 'other', what: 'is one of many workbooks', advice: 'save one table with all labels' },
}

const NO_ZIP: FileKind = {
  kind: 'other',
  what: 'is no zip archive',
  advice: 'choose it again, or download it again',
}

/** No data, as far as its content says. */
export interface OtherFile extends Other {
  readonly entry: SourceEntry
  /** Whether it was taken for what others like it are, without a look. */
  readonly isOneOfMany: boolean
}

/** Files of numbers, each kind with a reader of its own. */
export const NUMBERS_KINDS = ['idx', 'npy', 'cifar', 'stl', 'stlLabels'] as const
type NumbersKind = (typeof NUMBERS_KINDS)[number]

export interface Recognised extends Readonly<Record<NumbersKind, SourceEntry[]>> {
  readonly images: SourceEntry[]
  readonly tables: { readonly entry: SourceEntry; readonly profile: TableProfile }[]
  readonly others: OtherFile[]
  /** Decisions about tables, in sentences, which matter where their file is of use: by its full name. */
  readonly notes: { readonly file: string; readonly note: string }[]
}

/** Files that can't be read are put in `problems`. Throws the signal's reason when it is aborted. */
export async function recogniseFiles(
  entries: readonly SourceEntry[],
  problems: ProblemList,
  signal: AbortSignal,
  text = new TextReading(),
): Promise<Recognised> {
  const found: Recognised = {
    images: [],
    tables: [],
    idx: [],
    npy: [],
    cifar: [],
    stl: [],
    stlLabels: [],
    others: [],
    notes: [],
  }
  const kinds = new Map<SourceEntry, FileKind>()
  const groups = groupAlike(entries)
  const many = new Set<SourceEntry>()
  const single = groups.filter((group) => group.length <= MANY).flat()
  await look(single, kinds, problems, signal)
  for (const group of groups) {
    if (group.length <= MANY) continue
    const sample = spread(group, LOOKED_AT)
    await look(sample, kinds, problems, signal)
    const looked = sample.map((entry) => kinds.get(entry)).filter((kind) => kind !== undefined)
    const images = looked.filter(({ kind }) => kind === 'image')
    // A file among images that is no image is found out when it is decoded.
    const kind = images[0] ?? looked[0] ?? { kind: 'other', what: 'can’t be read' }
    const all: FileKind = MANY_ALIKE[kind.kind] ?? kind
    for (const entry of group) {
      kinds.set(entry, all)
      many.add(entry)
    }
  }
  // In the order of the files.
  const breathe = createBreather(signal)
  for (const entry of entries) {
    await breathe()
    const kind = byName(entry, kinds.get(entry))
    if (kind === undefined) continue
    // A file that has an image's name and is none is reported with the others that can't be decoded.
    if (kind.kind === 'image' || (kind.kind === 'other' && IMAGE_NAME.test(entry.path))) found.images.push(entry)
    else if (kind.kind === 'other') found.others.push({ entry, isOneOfMany: many.has(entry), ...kind })
    else if (isTableKind(kind.kind)) await addTable(entry, kind.kind, found, { problems, signal, text })
    else found[kind.kind].push(entry)
  }
  return { ...found, tables: await withoutTwins(found.tables, problems, signal) }
}

/** Tables of pixels that came twice in one archive, as some of Kaggle's do, by themselves and in a folder of their name. */
async function withoutTwins(
  tables: Recognised['tables'],
  problems: ProblemList,
  signal: AbortSignal,
): Promise<Recognised['tables']> {
  const kept: Recognised['tables'] = []
  for (const table of tables) {
    const { entry, profile } = table
    const alike = kept.filter(
      (other) =>
        profile.shape.kind === 'pixels' &&
        other.entry.archive === entry.archive &&
        other.entry.size === entry.size &&
        entry.size !== undefined &&
        fileName(other.entry.path) === fileName(entry.path) &&
        splitOfPath(other.entry.path) === splitOfPath(entry.path),
    )
    let twin: SourceEntry | undefined
    for (const other of alike) {
      signal.throwIfAborted()
      const same = await unlessUnreadable(entry, problems, () => haveSameBytes(other.entry, entry))
      if (same === true) twin ??= other.entry
    }
    if (twin === undefined) {
      kept.push(table)
      continue
    }
    const message = `${quoted(entry.path)} is the same file as ${quoted(twin.path)}, so it was read once.`
    problems.add('files came twice', { message, file: entry.archive ?? entry.path })
  }
  return kept
}

/** A file still called `.zip` here was not opened as an archive. If its bytes are of no known kind, it was damaged in transfer. */
function byName({ path }: SourceEntry, kind: FileKind | undefined): FileKind | undefined {
  const isUnknown = kind?.kind === 'text' || (kind?.kind === 'other' && kind.advice === undefined)
  return isUnknown && /\.zip$/i.test(path) ? NO_ZIP : kind
}

async function addTable(entry: SourceEntry, kind: TableKind, found: Recognised, around: TableAround): Promise<void> {
  const opened = await unlessUnreadable(entry, around.problems, () => openTable(entry, kind, around))
  const table = opened !== undefined && 'profile' in opened ? opened : undefined
  if (kind === 'text' && IMAGE_NAME.test(entry.path) && (table?.profile.columns ?? 0) < 2) found.images.push(entry)
  else if (table !== undefined) {
    found.tables.push({ entry: table.entry, profile: table.profile })
    for (const note of table.notes) found.notes.push({ file: fullName(entry), note })
  } else {
    const why = opened === undefined || 'profile' in opened ? { what: 'could not be read' } : opened
    found.others.push({ entry, isOneOfMany: false, kind: 'other', ...why })
  }
}

function groupAlike(entries: readonly SourceEntry[]): SourceEntry[][] {
  const groups = new Map<string, SourceEntry[]>()
  for (const entry of entries) {
    const ending = /\.[^.]{0,12}$/.exec(fileName(entry.path))?.[0] ?? ''
    const key = `${entry.archive ?? ''}\n${ending.toLowerCase()}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  return [...groups.values()]
}

async function look(
  entries: readonly SourceEntry[],
  kinds: Map<SourceEntry, FileKind>,
  problems: ProblemList,
  signal: AbortSignal,
): Promise<void> {
  let next = 0
  const lookOn = async (): Promise<void> => {
    for (let entry = entries[next++]; entry !== undefined; entry = entries[next++]) {
      signal.throwIfAborted()
      const current = entry
      const head = IMAGE_NAME.test(current.path)
        ? await current.read(HEAD_BYTES).catch(whenUnreadable)
        : await unlessUnreadable(current, problems, () => current.read(HEAD_BYTES))
      if (head !== undefined) kinds.set(current, recogniseFile(head, current))
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lookOn))
}

/** An unreadable image counts as empty. It is reported with the others that can't be decoded. */
function whenUnreadable(error: unknown): Uint8Array {
  if (error instanceof ImportError) return new Uint8Array(0)
  throw error
}

async function unlessUnreadable<T>(
  entry: SourceEntry,
  problems: ProblemList,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    problems.add('files could not be read', { message: error.message, file: entry.archive ?? entry.path })
    return undefined
  }
}
