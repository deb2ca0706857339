/** Finds each image's label and split: in the tables that name it, else in the folders that it lies in or in its name. */
import { SPLITS } from '../../model/split'
import type { ProblemList } from '../../files/problemList'
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { splitOfPath } from './fileNames'
import { findCopies } from './copies'
import { labelByArchives } from './folders'
import { labelByNames } from './labelByNames'
import { findMasks } from './masks'
import { decideColumns } from './imageColumns'
import type { ImageFiles } from './imageFiles'
import { UNSAID } from '../imageSet'
import { type ImageTable, readImageTable } from './imageTable'
import type { ColumnsQuestion, ImageColumns, ImportSettings, NamesQuestion, OpenChoice } from '../importSettings'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import type { JoinedLists } from './joinLists'
import { noteSeveralLabels } from './severalLabels'
import { spell } from './spelling'
import { describeSplitFlags, findSplitFlags } from './splitFlags'
import { type ImageTableFile, type TableFile, withHeader } from './tableFiles'

const [TRAIN, TEST] = [SPLITS.indexOf('train'), SPLITS.indexOf('test')] as const

/** The first rows of a table that a person sees beside a question. */
const SHOWN_ROWS = 8

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
  return describeColumns({ entry, profile, decision }, decision.guess)
}

function describeColumns(
  { entry, profile, decision }: ImageTableFile,
  guess: ColumnsQuestion['guess'],
): ColumnsQuestion {
  const { names, rows } = withHeader(profile, decision.hasHeader)
  return { kind: 'columns', file: entry.path, columns: names, rows: rows.slice(0, SHOWN_ROWS), guess }
}

/** What came of a table of images. */
export interface TableOutcome {
  /** How many images it labels. */
  readonly count: number
  /** In words, with the columns that say the labels and the splits. */
  readonly outcome: string
  readonly used: boolean
  /** How its columns were read, for a person who wants them otherwise. */
  readonly question: ColumnsQuestion
}

export interface LabelOptions {
  readonly settings: Pick<ImportSettings, 'columns' | 'names' | 'tables' | 'sameNames' | 'classDepth' | 'masks'>
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
  /** Tables that a person took out: their names still tell what the others are. */
  readonly takenOut: readonly TableFile[]
  /** The lists beside a table that say what it does not. */
  readonly joins: ReadonlyMap<SourceEntry, JoinedLists>
  /** The classes of the dataset that the images are added to, so that a single folder may be another. */
  readonly classes: readonly string[]
  readonly problems: ProblemList
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
  readonly signal: AbortSignal
  /** Called with each table and its outcome, or why it is of no use. */
  readonly onTable: (table: ImageTableFile, outcome: TableOutcome | ImportError) => void
  /** Called with how the names are read of images that no table names. */
  readonly onNames: (questions: ReadonlyMap<string, NamesQuestion>) => void
}

/**
 * Finds the labels. Where several rows name an image, the first row counts. Images beside named ones are left out when no row names them.
 * Where no table names any image, the folders say the classes, or the files' names. `problems` lists what is left out. Throws the signal's reason when it is
 * aborted.
 */
export async function labelImages(
  images: ImageFiles,
  tables: readonly ImageTableFile[],
  options: LabelOptions,
): Promise<LabelledEntries> {
  const labelled: LabelledEntries = { entries: [], labels: [], splits: [], paths: [], splitsFrom: 'names' }
  const named = new Map<number, { table: ImageTable; row: number }>()
  const spoken: { table: SourceEntry; places: number[] }[] = []
  const leftOut = new Set<number>()
  const splitsNamed = new Set([...tables, ...options.takenOut].map(({ entry }) => splitOfPath(entry.path)))
  const areTrainAndTest = [TRAIN, TEST].every((split) => splitsNamed.has(split))
  for (const file of tables) {
    try {
      options.onTable(
        file,
        await labelByTable(images, file, { named, leftOut, spoken, labelled, areTrainAndTest }, options),
      )
    } catch (error) {
      if (!(error instanceof ImportError)) throw error
      options.onTable(file, error)
    }
  }
  const used = new Set(named.keys())
  for (const place of leftOut) used.add(place)
  await labelRest(images, used, images.besides(spoken), labelled, options)
  return labelled
}

interface Sofar {
  /** By place of the image. */
  readonly named: Map<number, { table: ImageTable; row: number }>
  /** Images whose rows can't be used, which are listed already. */
  readonly leftOut: Set<number>
  /** The images that each table speaks of. */
  readonly spoken: { table: SourceEntry; places: number[] }[]
  readonly labelled: LabelledEntries
  /** Whether some tables are train and some test by their names. A table that is neither then holds something else. */
  readonly areTrainAndTest: boolean
}

async function labelByTable(
  images: ImageFiles,
  { entry, profile, decision }: ImageTableFile,
  { named, leftOut, spoken, labelled, areTrainAndTest }: Sofar,
  { settings, joins, problems, notes, signal }: LabelOptions,
): Promise<TableOutcome> {
  const file = entry.path
  const answer = Object.hasOwn(settings.columns, file) ? settings.columns[file] : undefined
  const join = answer === undefined ? joins.get(entry) : undefined
  const clear = answer === undefined && decision.kind === 'clear' ? decision : undefined
  const joined: ImageColumns | undefined =
    decision.kind === 'unlabelled' && join !== undefined ? { path: decision.path, label: join.key } : undefined
  const columns = answer ?? clear?.columns ?? joined
  if (columns === undefined) {
    throw new ImportError(`${file} names images and no labels, so it was left out.`, { file })
  }
  const { names } = withHeader(profile, decision.hasHeader)
  // A column that a person chose may say the splits by flags too.
  const chosen = answer?.split === undefined ? undefined : findSplitFlags(names, profile.spread, [answer.split])
  const flags = clear?.flags ?? chosen
  const plan = {
    ...{ form: profile.form, columns, oneHot: clear?.oneHot, flags, join, fields: profile.columns },
    ...{ hasHeader: decision.hasHeader, labelName: names[columns.label] ?? '' },
  }
  const table = await readImageTable(entry, plan, problems, signal)
  // Together, since all rows speak of the same folders.
  const places = images.find([...table.paths, ...table.leftOutPaths], entry)
  spoken.push({ table: entry, places: places.filter((place) => place !== undefined) })
  for (const place of places.splice(table.paths.length)) if (place !== undefined) leftOut.add(place)

  const ownSplit = splitOfPath(file) ?? UNSAID
  const splitOf = (i: number, place: number): number => {
    const own = table.splits?.[i] ?? UNSAID
    if (own !== UNSAID) return own
    return ownSplit === UNSAID ? splitOfFolders(images.pathOf(place)) : ownSplit
  }
  const question = describeColumns({ entry, profile, decision }, columns)
  if (
    areTrainAndTest &&
    settings.tables[fullName(entry)] !== 'in' &&
    places.every((place, i) => place === undefined || splitOf(i, place) === UNSAID)
  ) {
    for (const place of places) if (place !== undefined) leftOut.add(place)
    const count = counted(table.paths.length, table.paths.length === 1 ? 'image' : 'images')
    const why = `other tables are of the train and the test split by their names, and this one is of neither`
    notes.push(`${count} that ${file} names ${table.paths.length === 1 ? 'was' : 'were'} left out: ${why}.`)
    return { count: 0, outcome: `left out: ${why}`, used: false, question }
  }
  if (flags !== undefined) notes.push(`In ${file}, ${describeSplitFlags(names, flags)}.`)
  notes.push(...(join?.notes ?? []))
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
      labelled.splits.push(splitOf(i, place))
      labelled.paths.push(path)
      count += 1
    }
  }
  if (table.splits !== undefined) labelled.splitsFrom = 'column'
  if (places.every((place) => place === undefined)) throw noneNamed(table, images)
  const several = plan.oneHot === undefined && count > 0 ? noteSeveralLabels(file, table.labels) : undefined
  if (several !== undefined) notes.push(several)
  const labelsFrom =
    joined !== undefined
      ? 'from the lists beside it'
      : plan.oneHot === undefined
        ? `from ${quoted(plan.labelName)}`
        : 'from one column a class'
  const splitFrom = flags?.columns ?? (columns.split === undefined ? [] : [columns.split])
  const splitsSaid =
    splitFrom.length === 0 ? '' : `, splits from ${splitFrom.map((each) => quoted(names[each]!)).join(' and ')}`
  return { count, outcome: `${counted(count, 'labels')} ${labelsFrom}${splitsSaid}`, used: true, question }
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
async function labelRest(
  images: ImageFiles,
  used: ReadonlySet<number>,
  beside: readonly boolean[],
  labelled: LabelledEntries,
  { settings, open, classes, problems, notes, onNames }: LabelOptions,
): Promise<void> {
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
  const masks = findMasks(free.map((place) => images.pathOf(place)))
  if (masks.length > 0) {
    open.add('masks')
    const shown = quoted(images.entries[free[masks[0]!]!]!.path)
    const isOne = masks.length === 1
    const which = isOne
      ? `1 image, ${shown}, is a mask of the image`
      : `${counted(masks.length, 'images')}, such as ${shown}, are masks of the images`
    if (settings.masks === 'out') {
      notes.push(
        `${which} beside ${isOne ? 'it' : 'them'}, by ${isOne ? 'its name' : 'their names'}, and left out, which you can change under How it was read.`,
      )
      const out = new Set(masks)
      free.splice(0, free.length, ...free.filter((_, i) => !out.has(i)))
    }
  }
  const copies = await findCopies(
    free.map((place) => images.pathOf(place)),
    free.map((place) => images.entries[place]!),
  )
  for (const { folder, places } of copies) {
    const first = free[places[0]!]!
    const shown = folder.slice(images.pathOf(first).length - images.entries[first]!.path.length)
    notes.push(
      `${quoted(shown)} holds the ${counted(places.length, 'images')} around it once more, so they were left out.`,
    )
    for (const i of places) {
      const entry = images.entries[free[i]!]!
      const message = `${quoted(entry.path)} is a copy of an image in the folder around it, so it was left out.`
      problems.add('images lie in a copy of a folder', whereOf(message, entry))
    }
  }
  const copied = new Set(copies.flatMap(({ places }) => places.map((i) => free[i]!)))
  if (copied.size > 0) free.splice(0, free.length, ...free.filter((place) => !copied.has(place)))
  const known = new Set([...classes, ...new Set(labelled.labels)].map(spell))
  const entries = free.map((place) => images.entries[place]!)
  const folders = labelByArchives(
    free.map((place) => images.pathOf(place)),
    entries.map(({ archive }) => archive),
    known.size > 0,
    settings,
  )
  const own = new Set(folders.labels.filter((label) => label !== undefined).map(spell))
  const byFolders = folders.labels.map((label, i) => {
    const { archive, path } = entries[i]!
    // An archive may have any name. The name says a class only beside other archives, or after a class that is there.
    const isOnlyArchive = own.size === 1 && archive !== undefined && !path.includes('/')
    return label === undefined || (isOnlyArchive && !known.has(spell(label))) ? undefined : label
  })
  const byNames = labelByNames(entries, { settings, byFolders, known, notes })
  onNames(byNames.questions)
  const areFolders = byNames.patterns.every((pattern) => pattern === undefined)
  if (settings.classDepth > 0) open.add('classDepth')
  if (folders.inner !== undefined && areFolders) {
    open.add('classDepth')
    notes.push(
      `Folders inside that of a class, such as ${quoted(folders.inner)}, were taken for a part of it, and not for classes, which you can change under How it was read.`,
    )
  }
  if (folders.joined !== undefined && areFolders) {
    const names = folders.joined.slice(0, 3).map(quoted).join(', ') + (folders.joined.length > 3 ? ', …' : '')
    open.add('sameNames')
    notes.push(
      settings.sameNames === 'apart'
        ? `Folders of one name in ${names} were taken for a class each, as you chose.`
        : `Folders of one name in ${names} were taken for one class, which you can change under How it was read. Where these hold the same images in other forms, drop one of them alone: test images would else be like train images.`,
    )
  }
  if (folders.ending !== undefined && byNames.patterns.some((pattern) => pattern === undefined)) {
    const [label = ''] = [...own]
    notes.push(
      `The archives’ names were taken for the classes, without ${quoted(folders.ending)}, which all have: ${quoted(label + folders.ending)} is ${quoted(label)}.`,
    )
  }
  const why = (path: string, pattern: string | undefined): string => {
    if (pattern !== undefined) return `The name of ${path} does not fit ${pattern}`
    if (own.size > 1) return `${path} lies outside the folders that say the classes`
    return `No folder or table says the class of ${path}`
  }
  for (const [i, entry] of entries.entries()) {
    const pattern = byNames.patterns[i]
    const label = pattern === undefined ? byFolders[i] : byNames.labels[i]
    if (label === undefined) {
      const message = `${why(quoted(entry.path), pattern)}, so it was left out.`
      problems.add('images have no label', whereOf(message, entry))
    } else {
      labelled.entries.push(entry)
      labelled.labels.push(label)
      labelled.splits.push(folders.splits[i] ?? UNSAID)
      labelled.paths.push(entry.path)
    }
  }
}

function whereOf(message: string, { archive }: SourceEntry): { message: string; file?: string } {
  return archive === undefined ? { message } : { message, file: archive }
}

/** Nothing says the classes. The question is whether the files' names do. */
export class NoLabels extends ImportError {
  readonly question: NamesQuestion

  constructor(message: string, where: { file?: string; row?: number }, question: NamesQuestion) {
    super(message, where)
    this.question = { ...question, problem: message }
  }
}

/** Why there is nothing to train on, when no image has a label. */
export function describeMissing({ archive, entries }: ImageFiles, pattern = ''): string {
  if (pattern !== '') return `No name of these ${counted(entries.length, 'images')} fits ${pattern}.`
  const count = entries.length === 1 ? '1 image has' : `${counted(entries.length, 'images')} have`
  const what = archive === undefined ? `${count} no label` : `${archive} has no labels with it`
  return `${what}: drop the CSV that names each image’s label too, or put the images in one folder a class.`
}
