/** Tells what a drop is: data, or something that a format opens. Every file is known by its content. */
import { type LookedAtFiles, lookAtFiles } from '../../data/import/lookAtFiles'
import type { CodePageChoice } from '../../files/codePages'
import { quoted } from '../../common/text'
import { NUMBERS_KINDS, type OtherFile, type Recognised } from '../../data/import/recognise'
import type { SourceEntry } from '../../files/sourceEntry'
import type { SourceFile } from '../../files/sourceFile'
import { type Found, findFormats } from '../../interop/formats'
import { InteropError } from '../../interop/interopError'

export type RecognisedDrop =
  /** `isEmpty` when none of the files is anything to read: reading them ends in a sentence that says what they are. */
  | { readonly kind: 'data'; readonly files: LookedAtFiles; readonly isEmpty: boolean }
  /** `notes` name what was left out of the drop. */
  | { readonly kind: 'format'; readonly found: Found; readonly notes: readonly string[] }

/** Beside a configuration lie a few tables and notes. */
const MOST_TEXTS = 16

interface Look {
  readonly looked: LookedAtFiles
  readonly entries: readonly SourceEntry[]
  readonly found: readonly Found[]
}

/**
 * Recognises a drop. A drop with images or pixels is data, whatever lies beside them: a model.json beside images is left out, and a note
 * says so.
 *
 * With `prefersFormat` it is the other way round: a person asked for a model.
 *
 * Throws ImportError when there are no files to look at, InteropError when a format knows two of them and they are no data, and the
 * signal's reason when it is aborted.
 */
export async function recogniseDrop(
  files: readonly SourceFile[],
  signal: AbortSignal,
  { prefersFormat = false, codePage = 'auto' }: { prefersFormat?: boolean; codePage?: CodePageChoice } = {},
): Promise<RecognisedDrop> {
  const { looked, entries, found } = await look(files, signal, codePage)
  const [first, second] = found
  if (first === undefined) return dataOf(looked)
  const owned = new Set(found.flatMap((one) => one.files))
  if (!prefersFormat && holdsData(looked.found, owned)) return dataOf(withNames(looked, found))
  if (second !== undefined) throw new InteropError(describeTwo(first, second))
  return { kind: 'format', found: first, notes: describeRest(entries.filter((entry) => !owned.has(entry))) }
}

function dataOf(files: LookedAtFiles): RecognisedDrop {
  const { images, tables, idx, npy, cifar } = files.found
  return { kind: 'data', files, isEmpty: [images, tables, idx, npy, cifar].every(({ length }) => length === 0) }
}

/** For files that are known to be data. Files of a format among them are left out, and named as what they are. */
export async function lookAtData(
  files: readonly SourceFile[],
  signal: AbortSignal,
  codePage: CodePageChoice,
): Promise<LookedAtFiles> {
  const { looked, found } = await look(files, signal, codePage)
  return withNames(looked, found)
}

async function look(files: readonly SourceFile[], signal: AbortSignal, codePage: CodePageChoice): Promise<Look> {
  const looked = await lookAtFiles(files, signal, codePage)
  const { others, tables } = looked.found
  const suspects = [...others.filter(({ isOneOfMany }) => !isOneOfMany), ...textsOf(tables)].map(({ entry }) => entry)
  const entries = listAll(looked.found)
  return { looked, entries, found: await findFormats(entries, suspects, signal) }
}

/** Texts pass for tables until they are read. Those of pixels are none, and many of a kind are no configurations. */
function textsOf(tables: Recognised['tables']): Recognised['tables'] {
  const texts = tables.filter(({ profile }) => profile.shape.kind !== 'pixels')
  return texts.length <= MOST_TEXTS ? texts : []
}

function listAll({ images, tables, others, ...numbers }: Recognised): SourceEntry[] {
  return [
    ...images,
    ...NUMBERS_KINDS.flatMap((kind) => numbers[kind]),
    ...[...tables, ...others].map(({ entry }) => entry),
  ]
}

/** Texts and tables without pixels don't count as data, because models come with them too. */
function holdsData({ images, tables, ...numbers }: Recognised, owned: ReadonlySet<SourceEntry>): boolean {
  const pixels = tables.filter(({ profile }) => profile.shape.kind === 'pixels').map(({ entry }) => entry)
  return [images, ...NUMBERS_KINDS.map((kind) => numbers[kind]), pixels].some((entries) =>
    entries.some((entry) => !owned.has(entry)),
  )
}

/** The files, with what the formats know of them. The list of what was left out names it. */
function withNames({ found, ...looked }: LookedAtFiles, known: readonly Found[]): LookedAtFiles {
  const names = new Map<SourceEntry, Pick<OtherFile, 'what' | 'advice'>>()
  for (const { what, files } of known) {
    const [main, ...parts] = files
    names.set(main, { what, advice: parts.length > 0 ? 'drop it with its weights alone' : 'drop it alone' })
    for (const part of parts) names.set(part, { what: `belongs to ${main.path}` })
  }
  const others = [...names].map(([entry, name]): OtherFile => ({ entry, kind: 'other', isOneOfMany: false, ...name }))
  const isUnnamed = (file: { readonly entry: SourceEntry }): boolean => !names.has(file.entry)
  return {
    ...looked,
    found: {
      notes: found.notes,
      images: found.images.filter((entry) => !names.has(entry)),
      idx: found.idx.filter((entry) => !names.has(entry)),
      npy: found.npy.filter((entry) => !names.has(entry)),
      cifar: found.cifar.filter((entry) => !names.has(entry)),
      stl: found.stl.filter((entry) => !names.has(entry)),
      stlLabels: found.stlLabels.filter((entry) => !names.has(entry)),
      tables: found.tables.filter(isUnnamed),
      others: [...found.others.filter(isUnnamed), ...others],
    },
  }
}

function describeTwo(first: Found, second: Found): string {
  const [one, other] = [first, second].map(({ what, files: [main] }) => `${quoted(main.path)} ${what}`)
  return `${one}, and ${other}: choose one of them.`
}

function describeRest(rest: readonly SourceEntry[]): string[] {
  const [first, ...others] = rest
  if (first === undefined) return []
  const more = others.length === 0 ? ' is' : ` and ${others.length} more are`
  return [`${quoted(first.path)}${more} no part of what was opened, and left out.`]
}
