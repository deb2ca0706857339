/** Finds each image's label and split: in the tables that name it, else in the folders that it lies in or in its name. */
import { SPLITS } from '../../model/split'
import { ProblemList } from '../../files/problemList'
import { counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { ClassSayers } from './classSayers'
import { fileName, splitOfPath } from './fileNames'
import { findCopies } from './copies'
import { labelByArchives, saysNoClass } from './folders'
import { BESIDE_SPLITS, type FolderBeside, FoldersBeside } from './foldersBeside'
import { labelByNames } from './labelByNames'
import { findMasks } from './masks'
import { decideColumns, noteUnreadSplit } from './imageColumns'
import type { ImageFiles } from './imageFiles'
import { UNSAID } from '../imageSet'
import { type ImageTable, readImageTable, type TableColumns } from './imageTable'
import type { ColumnsQuestion, ImageColumns, ImportSettings, NamesQuestion, OpenChoice } from '../importSettings'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import type { JoinedLists } from './joinLists'
import { noteSeveralLabels } from './severalLabels'
import { spell } from './spelling'
import { findSplitsInNames } from './splitsInNames'
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
  readonly settings: Pick<
    ImportSettings,
    'columns' | 'names' | 'tables' | 'folders' | 'sameNames' | 'classDepth' | 'masks'
  >
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
  /** What the classes were read from where no table says them, in sentences. */
  readonly classesFrom: string[]
  readonly signal: AbortSignal
  /** Called with each table and its outcome, or why it is of no use. */
  readonly onTable: (table: ImageTableFile, outcome: TableOutcome | ImportError) => void
  /** Called with how the names are read of images that no table names. */
  readonly onNames: (questions: ReadonlyMap<string, NamesQuestion>) => void
  /** Called with each folder that lies beside those of the splits and is of none by its name. */
  readonly onFolder: (folder: FolderBeside) => void
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
  const named = new Map<number, { table: ImageTable; row: number; label: string }>()
  const spoken: { table: SourceEntry; places: number[] }[] = []
  const leftOut = new Set<number>()
  const splitsSaid = new Map<number, number>()
  for (const file of tables) {
    // A table of another archive is of other images, whatever it is called.
    const alike = [...tables, ...options.takenOut].filter(({ entry }) => entry.archive === file.entry.archive)
    const splitsNamed = new Set(alike.map(({ entry }) => splitOfPath(entry.path)))
    const areTrainAndTest = [TRAIN, TEST].every((split) => splitsNamed.has(split))
    try {
      options.onTable(
        file,
        await labelByTable(images, file, { named, leftOut, spoken, splitsSaid, labelled, areTrainAndTest }, options),
      )
    } catch (error) {
      if (!(error instanceof ImportError)) throw error
      options.onTable(file, error)
    }
  }
  const used = new Set(named.keys())
  for (const place of leftOut) used.add(place)
  const takenOut = await findTakenOut(images, used, options)
  await labelRest(images, { used, beside: images.besides(spoken), takenOut, splitsSaid }, labelled, options)
  return labelled
}

/** The images that only tables name which a person took out, by the first such table. */
async function findTakenOut(
  images: ImageFiles,
  used: ReadonlySet<number>,
  { takenOut, signal }: Pick<LabelOptions, 'takenOut' | 'signal'>,
): Promise<Map<number, TableFile>> {
  const found = new Map<number, TableFile>()
  for (const table of takenOut) {
    const { entry, profile } = table
    const decision = recogniseImageTable(table, images)?.decision
    const guess =
      decision?.kind === 'doubtful' ? decision.guess : decision?.kind === 'clear' ? decision.columns : decision
    if (decision === undefined || guess?.path === undefined) continue
    const plan = {
      ...{ form: profile.form, columns: { path: guess.path }, fields: profile.columns },
      ...{ hasHeader: decision.hasHeader, labelName: '' },
    }
    try {
      const { paths } = await readImageTable(entry, plan, new ProblemList(), signal)
      for (const place of images.find(paths, entry)) {
        if (place !== undefined && !used.has(place) && !found.has(place)) found.set(place, table)
      }
    } catch (error) {
      // It was taken out: what is wrong with it is no matter.
      if (!(error instanceof ImportError)) throw error
    }
  }
  return found
}

interface Sofar {
  /** By place of the image. */
  readonly named: Map<number, { table: ImageTable; row: number; label: string }>
  /** Images whose rows can't be used, which are listed already. */
  readonly leftOut: Set<number>
  /** The images that each table speaks of. */
  readonly spoken: { table: SourceEntry; places: number[] }[]
  /** Indices into SPLITS, for images whose labels are said elsewhere. */
  readonly splitsSaid: Map<number, number>
  readonly labelled: LabelledEntries
  /** Whether some tables are train and some test by their names. A table that is neither then holds something else. */
  readonly areTrainAndTest: boolean
}

async function labelByTable(
  images: ImageFiles,
  { entry, profile, decision }: ImageTableFile,
  { named, leftOut, spoken, splitsSaid, labelled, areTrainAndTest }: Sofar,
  { settings, joins, problems, notes, signal }: LabelOptions,
): Promise<TableOutcome> {
  const file = entry.path
  const answer = Object.hasOwn(settings.columns, file) ? settings.columns[file] : undefined
  const join = answer === undefined ? joins.get(entry) : undefined
  const clear = answer === undefined && decision.kind === 'clear' ? decision : undefined
  const unlabelled = answer === undefined && decision.kind === 'unlabelled' ? decision : undefined
  const columns = answer ?? clear?.columns ?? (unlabelled && columnsOfUnlabelled(unlabelled, join))
  if (columns === undefined) {
    throw new ImportError(`${file} names images and no labels, so it was left out.`, { file })
  }
  const { names } = withHeader(profile, decision.hasHeader)
  // A column that a person chose may say the splits by flags too.
  const chosen = answer?.split === undefined ? undefined : findSplitFlags(names, profile.spread, [answer.split])
  const flags = clear?.flags ?? unlabelled?.flags ?? chosen
  const plan = {
    ...{ form: profile.form, columns, oneHot: clear?.oneHot, flags, join, fields: profile.columns },
    ...{ hasHeader: decision.hasHeader, labelName: names[columns.label ?? -1] ?? '' },
  }
  const table = await readImageTable(entry, plan, problems, signal)
  // Together, since all rows speak of the same folders.
  const places = images.find([...table.paths, ...table.leftOutPaths], entry)
  const hasLabels = table.labels.length > 0
  if (hasLabels) spoken.push({ table: entry, places: places.filter((place) => place !== undefined) })
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
    const why = `other tables are of the train and the test split by their names, and this one is of neither`
    notes.push(
      `${countImages(table.paths.length)} that ${file} names ${table.paths.length === 1 ? 'was' : 'were'} left out: ${why}.`,
    )
    return { count: 0, outcome: `left out: ${why}`, used: false, question }
  }
  if (flags !== undefined) notes.push(`In ${file}, ${describeSplitFlags(names, flags)}.`)
  notes.push(...(join?.notes ?? []))
  if (answer === undefined && columns.split === undefined && flags === undefined && join?.splits === undefined) {
    const unread = noteUnreadSplit(file, names, profile.spread, [columns.path, columns.label])
    if (unread !== undefined) notes.push(unread)
  }
  let [count, contradicting] = [0, 0]
  for (const [i, place] of places.entries()) {
    const path = table.paths[i]!
    const row = table.rows[i]!
    const earlier = place === undefined ? undefined : named.get(place)
    if (place === undefined) {
      const message = `${quoted(path)} is not ${images.archive === undefined ? 'among the images' : `in ${images.archive}`}, so the row was left out.`
      problems.add('rows name an image that is not there', { message, file, row })
    } else if (earlier !== undefined) {
      const where = earlier.table === table ? `row ${earlier.row}` : `row ${earlier.row} of ${earlier.table.file}`
      const before = earlier.label
      const own = table.labels[i]
      if (own === undefined || spell(before) === spell(own)) {
        const message = `${quoted(path)} is already in ${where}, so this row was left out.`
        problems.add('rows name an image that an earlier row names', { message, file, row })
      } else {
        const message = `${quoted(path)} is ${quoted(before)} in ${where} and ${quoted(own)} here: the earlier row counts.`
        problems.add('rows contradict an earlier row', { message, file, row })
        contradicting += 1
      }
    } else {
      count += 1
      if (!hasLabels) {
        splitsSaid.set(place, splitOf(i, place))
        continue
      }
      named.set(place, { table, row, label: table.labels[i]! })
      labelled.entries.push(images.entries[place]!)
      labelled.labels.push(table.labels[i]!)
      labelled.splits.push(splitOf(i, place))
      labelled.paths.push(path)
    }
  }
  if (contradicting > 0) {
    const rows =
      contradicting === 1
        ? `1 row of ${file} gives its image`
        : `${counted(contradicting, 'rows')} of ${file} give their images`
    notes.push(`${rows} another label than an earlier row, which counts: see the import problems.`)
  }
  if (table.splits !== undefined) labelled.splitsFrom = 'column'
  if (places.every((place) => place === undefined)) throw noneNamed(table, images)
  const splitFrom = flags?.columns ?? (columns.split === undefined ? [] : [columns.split])
  const splitNames = splitFrom.map((each) => quoted(names[each]!)).join(' and ')
  if (!hasLabels) {
    const from = splitNames === '' ? 'the lists beside it' : splitNames
    return { count, outcome: `${counted(count, 'splits')} from ${from}, and no labels`, used: true, question }
  }
  const several = plan.oneHot === undefined && count > 0 ? noteSeveralLabels(file, table.labels) : undefined
  if (several !== undefined) notes.push(several)
  const labelsFrom =
    unlabelled !== undefined
      ? 'from the lists beside it'
      : plan.oneHot === undefined
        ? `from ${quoted(plan.labelName)}`
        : 'from one column a class'
  const alsoSplits = splitNames === '' ? '' : `, splits from ${splitNames}`
  return { count, outcome: `${counted(count, 'labels')} ${labelsFrom}${alsoSplits}`, used: true, question }
}

/** Undefined where neither the table nor the lists beside it say labels or splits. */
function columnsOfUnlabelled(
  { path, split, flags }: Extract<ImageTableFile['decision'], { kind: 'unlabelled' }>,
  join: JoinedLists | undefined,
): TableColumns | undefined {
  const columns = split === undefined ? { path } : { path, split }
  if (join?.labels !== undefined) return { ...columns, label: join.key }
  return split === undefined && flags === undefined && join?.splits === undefined ? undefined : columns
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

/** What tables say of images, by place. */
interface SaidByTables {
  /** Images that tables label, or leave out. */
  readonly used: ReadonlySet<number>
  /** Whether a table that labels images speaks for the place of each, by place. */
  readonly beside: readonly boolean[]
  /** Those that only a table names which a person took out. */
  readonly takenOut: ReadonlyMap<number, TableFile>
  /** Indices into SPLITS, of images without labels. */
  readonly splitsSaid: ReadonlyMap<number, number>
}

/** Labels the images that no table labels. */
async function labelRest(
  images: ImageFiles,
  { used, beside, takenOut, splitsSaid }: SaidByTables,
  labelled: LabelledEntries,
  { settings, open, classes, problems, notes, classesFrom, onFolder, onNames }: LabelOptions,
): Promise<void> {
  const free: number[] = []
  const goneWith = new Map<TableFile, number>()
  for (const [place, entry] of images.entries.entries()) {
    if (used.has(place)) continue
    if (!beside[place]) {
      free.push(place)
      continue
    }
    const table = takenOut.get(place)
    if (table !== undefined) {
      goneWith.set(table, (goneWith.get(table) ?? 0) + 1)
      continue
    }
    const message = `${quoted(entry.path)} has no row with a label, so it was left out.`
    problems.add('images have no row with a label', whereOf(message, entry))
  }
  for (const [{ entry }, count] of goneWith) {
    notes.push(`${countImages(count)} that only ${entry.path} names went out with it.`)
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
  const labels = entries.map((_, i) => (byNames.patterns[i] === undefined ? byFolders[i] : byNames.labels[i]))
  const foldersBeside = new FoldersBeside(settings.folders)
  const leftOut = new Set<number>()
  for (const [i, place] of free.entries()) {
    const folder = folders.beside[i]
    if (folder === undefined || labels[i] === undefined || splitsSaid.has(place)) continue
    if (!foldersBeside.add(folder, entries[i]!)) leftOut.add(place)
  }
  for (const folder of foldersBeside.list()) {
    onFolder(folder)
    if (folder.used) continue
    const were = folder.count === 1 ? 'was' : 'were'
    notes.push(`${countImages(folder.count)} in ${folder.path} ${were} left out: ${BESIDE_SPLITS}.`)
  }
  const why = (path: string, pattern: string | undefined): string => {
    if (pattern !== undefined) return `The name of ${path} does not fit ${pattern}`
    if (own.size > 1) return `${path} lies outside the folders that say the classes`
    return `No folder or table says the class of ${path}`
  }
  const areSplitsOpen = splitsSaid.size === 0 && folders.splits.every((split) => split === undefined)
  const splitsInNames = areSplitsOpen ? findSplitsInNames(entries.map(({ path }) => fileName(path))) : undefined
  if (splitsInNames !== undefined) notes.push(splitsInNames.note)
  const sayers = new ClassSayers()
  const labelledBefore = labelled.entries.length
  for (const [i, place] of free.entries()) {
    if (leftOut.has(place)) continue
    const entry = entries[i]!
    const pattern = byNames.patterns[i]
    const label = labels[i]
    if (label === undefined) {
      const message = `${why(quoted(entry.path), pattern)}, so it was left out.`
      problems.add('images have no label', whereOf(message, entry))
    } else {
      labelled.entries.push(entry)
      labelled.labels.push(label)
      const said = splitsSaid.get(place)
      if (said !== undefined) labelled.splitsFrom = 'column'
      labelled.splits.push(said ?? folders.splits[i] ?? splitsInNames?.splits[i] ?? UNSAID)
      labelled.paths.push(entry.path)
      if (pattern === undefined) sayers.add(label, entry)
    }
  }
  classesFrom.push(...sayers.describe(labelledBefore > 0))
}

function countImages(count: number): string {
  return counted(count, count === 1 ? 'image' : 'images')
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
  const folder = commonFolder(entries)
  if (folder !== undefined && entries.length > 1) {
    return `All ${counted(entries.length, 'images')} lie in one folder, ${quoted(folder)}, and a model tells several classes apart: drop the folders of the other classes too, or the CSV that names each image’s label.`
  }
  const count = entries.length === 1 ? '1 image has' : `${counted(entries.length, 'images')} have`
  const what = archive === undefined ? `${count} no label` : `${archive} has no labels with it`
  return `${what}: drop the CSV that names each image’s label too, or put the images in one folder a class.`
}

/** The name of the folder that all lie in, unless it says no more than that it holds images, or their split. */
function commonFolder(entries: readonly SourceEntry[]): string | undefined {
  const folders = new Set(entries.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)))
  const [folder = ''] = folders
  const name = fileName(folder.slice(0, -1))
  return folders.size > 1 || name === '' || saysNoClass(name) ? undefined : name
}
