/** Finds each image's label and split: in the tables that name it, else in the folders that it lies in. */
import type { ProblemList } from '../../files/problemList'
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { splitOfPath } from './fileNames'
import { labelByArchives } from './folders'
import { type ColumnsDecision, decideColumns } from './imageColumns'
import type { ImageFiles } from './imageFiles'
import { UNSAID } from '../imageSet'
import { type ImageTable, readImageTable } from './imageTable'
import type { ColumnsQuestion, ImageColumns } from '../importSettings'
import type { SourceEntry } from '../../files/sourceEntry'
import type { TableProfile } from '../tables/tableProfile'

/** The first rows of a table that a person sees beside a question. */
const SHOWN_ROWS = 8

export interface TableFile {
  readonly entry: SourceEntry
  readonly profile: TableProfile
}

/** A table that names images. */
export interface ImageTableFile extends TableFile {
  readonly decision: Exclude<ColumnsDecision, { kind: 'noImages' }>
}

/** The images that have labels, column by column. */
export interface LabelledEntries {
  readonly entries: SourceEntry[]
  readonly labels: string[]
  /** Indices into SPLITS, or UNSAID. */
  readonly splits: number[]
  /** As the table names them, or where they lie. */
  readonly paths: string[]
  splitsFrom: 'column' | 'names'
}

/** The table as one that names images. Undefined when it is something else. Where no images came, the names of its columns decide. */
export function recogniseImageTable({ entry, profile }: TableFile, images: ImageFiles): ImageTableFile | undefined {
  const decision = decideColumns(profile, (paths, match) => images.count(paths, entry, match))
  if (decision.kind === 'noImages' || (decision.share === 0 && profile.shape.kind !== 'other')) return undefined
  return { entry, profile, decision }
}

/** The question to the person who dropped the table. Undefined when its columns are clear, or were chosen. */
export function questionColumns(
  { entry, profile, decision }: ImageTableFile,
  answers: Readonly<Record<string, ImageColumns>>,
): ColumnsQuestion | undefined {
  if (decision.kind !== 'doubtful' || Object.hasOwn(answers, entry.path)) return undefined
  const { names, rows } = withHeader(profile, decision.hasHeader)
  return { file: entry.path, columns: names, rows: rows.slice(0, SHOWN_ROWS), guess: decision.guess }
}

/** The names of the columns and the rows below, when `hasHeader` knows better than the profile. */
function withHeader(
  { header, rows, columns }: TableProfile,
  hasHeader: boolean,
): { names: string[]; rows: readonly (readonly string[])[] } {
  const given = hasHeader ? (header ?? rows[0]) : undefined
  const names = Array.from({ length: columns }, (_, i) => given?.[i] || `Column ${i + 1}`)
  if (hasHeader) return { names, rows: header === undefined ? rows.slice(1) : rows }
  return { names, rows: header === undefined ? rows : [header, ...rows] }
}

export interface LabelOptions {
  readonly answers: Readonly<Record<string, ImageColumns>>
  /** The classes of the dataset that the images are added to, so that a single folder may be another. */
  readonly classes: readonly string[]
  readonly problems: ProblemList
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
  readonly signal: AbortSignal
  /** Called with each table and its outcome: how many images it labels, or why it is of no use. */
  readonly onTable: (table: ImageTableFile, outcome: number | ImportError) => void
}

/**
 * Finds the labels. Where several rows name an image, the first row counts. Images beside named ones are left out when no row names them.
 * Where no table names any image, the folders say the classes. `problems` lists what is left out. Throws the signal's reason when it is
 * aborted.
 */
export async function labelImages(
  images: ImageFiles,
  tables: readonly ImageTableFile[],
  options: LabelOptions,
): Promise<LabelledEntries> {
  const labelled: LabelledEntries = { entries: [], labels: [], splits: [], paths: [], splitsFrom: 'names' }
  const named = new Map<number, { table: ImageTable; row: number }>()
  const leftOut = new Set<number>()
  for (const file of tables) {
    try {
      const count = await labelByTable(images, file, { named, leftOut, labelled }, options)
      options.onTable(file, count)
    } catch (error) {
      if (!(error instanceof ImportError)) throw error
      options.onTable(file, error)
    }
  }
  const used = new Set(named.keys())
  for (const place of leftOut) used.add(place)
  labelRest(images, used, labelled, options)
  return labelled
}

interface Sofar {
  /** By place of the image. */
  readonly named: Map<number, { table: ImageTable; row: number }>
  /** Images whose rows can't be used, which are listed already. */
  readonly leftOut: Set<number>
  readonly labelled: LabelledEntries
}

async function labelByTable(
  images: ImageFiles,
  { entry, profile, decision }: ImageTableFile,
  { named, leftOut, labelled }: Sofar,
  { answers, problems, signal }: LabelOptions,
): Promise<number> {
  const file = entry.path
  const answer = Object.hasOwn(answers, file) ? answers[file] : undefined
  const columns = answer ?? (decision.kind === 'clear' ? decision.columns : undefined)
  if (columns === undefined) {
    throw new ImportError(`${file} names images and no labels, so it was left out.`, { file })
  }
  const { names } = withHeader(profile, decision.hasHeader)
  const oneHot = answer === undefined && decision.kind === 'clear' ? decision.oneHot : undefined
  const plan = { form: profile.form, columns, oneHot, hasHeader: decision.hasHeader, fields: profile.columns }
  const table = await readImageTable(entry, { ...plan, labelName: names[columns.label] ?? '' }, problems, signal)
  // Together, since all rows speak of the same folders.
  const places = images.find([...table.paths, ...table.leftOutPaths], entry)
  for (const place of places.splice(table.paths.length)) if (place !== undefined) leftOut.add(place)

  const ownSplit = splitOfPath(file) ?? UNSAID
  let count = 0
  for (const [i, place] of places.entries()) {
    const path = table.paths[i]!
    const row = table.rows[i]!
    const earlier = place === undefined ? undefined : named.get(place)
    if (place === undefined) {
      const message = `${quoted(path)} is not ${images.archive === undefined ? 'among the images' : `in ${images.archive}`}, so the row was left out.`
      problems.add('rows name an image that is not there', { message, file, row })
    } else if (earlier !== undefined) {
      const where = earlier.table === table ? `row ${earlier.row}` : `row ${earlier.row} of ${earlier.table.file}`
      const message = `${quoted(path)} is already in ${where}, so this row was left out.`
      problems.add('rows name an image that an earlier row names', { message, file, row })
    } else {
      named.set(place, { table, row })
      labelled.entries.push(images.entries[place]!)
      labelled.labels.push(table.labels[i]!)
      labelled.splits.push(table.splits?.[i] ?? (ownSplit === UNSAID ? splitOfFolders(images.pathOf(place)) : ownSplit))
      labelled.paths.push(path)
      count += 1
    }
  }
  if (table.splits !== undefined) labelled.splitsFrom = 'column'
  if (places.every((place) => place === undefined)) throw noneNamed(table, images)
  return count
}

function noneNamed({ file, paths, rows }: ImageTable, images: ImageFiles): ImportError {
  const { archive } = images
  const [place, what] = archive === undefined ? ['came with it', 'there are'] : [`is in ${archive}`, 'the zip holds']
  const message = `No image that ${file} names ${place}: row ${rows[0]} says ${quoted(paths[0]!)}, and ${what} files such as ${quoted(images.entries[0]!.path)}.`
  return new ImportError(message, { file, row: rows[0]! })
}

function splitOfFolders(path: string): number {
  return splitOfPath(path.slice(0, path.lastIndexOf('/') + 1)) ?? UNSAID
}

/** Labels the images that no table names. */
function labelRest(
  images: ImageFiles,
  used: ReadonlySet<number>,
  labelled: LabelledEntries,
  { classes, problems, notes }: LabelOptions,
): void {
  const beside = images.besides(used)
  const free: number[] = []
  for (const [place, entry] of images.entries.entries()) {
    if (used.has(place)) continue
    if (!beside[place]) {
      free.push(place)
      continue
    }
    const message = `${quoted(entry.path)} has no row with a label, so it was left out.`
    problems.add('images have no row with a label', whereOf(message, entry))
  }
  const known = new Set([...classes, ...labelled.labels])
  const { labels, splits, inner } = labelByArchives(
    free.map((place) => images.pathOf(place)),
    free.map((place) => images.entries[place]!.archive),
    known.size > 0,
  )
  if (inner !== undefined) {
    notes.push(
      `Folders inside that of a class, such as ${quoted(inner)}, were taken for a part of it, and not for classes.`,
    )
  }
  const own = new Set(labels.filter((label) => label !== undefined))
  const isSingle = own.size === 1
  const why = (path: string): string =>
    own.size > 1
      ? `${path} lies outside the folders that say the classes`
      : `No folder or table says the class of ${path}`
  for (const [i, place] of free.entries()) {
    const entry = images.entries[place]!
    const label = labels[i]
    // An archive may have any name. The name says a class only beside other archives, or after a class that is there.
    const isOnlyArchive = isSingle && entry.archive !== undefined && !entry.path.includes('/')
    if (label === undefined || (isOnlyArchive && !known.has(label))) {
      const message = `${why(quoted(entry.path))}, so it was left out.`
      problems.add('images have no label', whereOf(message, entry))
    } else {
      labelled.entries.push(entry)
      labelled.labels.push(label)
      labelled.splits.push(splits[i] ?? UNSAID)
      labelled.paths.push(entry.path)
    }
  }
}

function whereOf(message: string, { archive }: SourceEntry): { message: string; file?: string } {
  return archive === undefined ? { message } : { message, file: archive }
}

/** Why there is nothing to train on, when no image has a label. */
export function missingLabels({ archive, entries }: ImageFiles): ImportError {
  const count = entries.length === 1 ? '1 image has' : `${counted(entries.length, 'images')} have`
  const what = archive === undefined ? `${count} no label` : `${archive} has no labels with it`
  return new ImportError(
    `${what}: drop the CSV that names each image’s label too, or put the images in one folder a class.`,
  )
}
