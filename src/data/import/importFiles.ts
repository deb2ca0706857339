/** From dropped files to a dataset: lists them, tells what each is, finds every image's label, reads the images, and puts them together. */
import { ProblemList } from '../../files/problemList'
import { counted, joinWords, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { findArrays } from './arrayFiles'
import { assemble } from './assemble'
import type { Dataset } from '../dataset'
import { lookAtFiles, type LookedAtFiles } from './lookAtFiles'
import { withinMemory } from './withinMemory'
import { FileReport } from './fileReport'
import { ImageFiles } from '../labels/imageFiles'
import type { ImageSet } from '../imageSet'
import { classesFromOf, type ImportReport, openOf, recipeOf } from '../importReport'
import {
  type ImportQuestion,
  type ImportSettings,
  type NamesQuestion,
  type OpenChoice,
  QuestionRaised,
} from '../importSettings'
import { BESIDE_SPLITS } from '../labels/foldersBeside'
import { type ClassNames, readClassNames } from '../labels/classNames'
import { describeMissing, labelImages, type LabelledEntries, NoLabels } from '../labels/labelImages'
import { readArrays, type UnusedLabels } from '../numbers/readArrays'
import { type ReadImages, readImages, type ReadOptions } from '../images/readImages'
import { transposed, transposeImages } from '../images/transpose'
import { nameClasses } from './nameClasses'
import type { OtherFile, Recognised } from './recognise'
import { leaveLoneLists, joinTables, type LoneList } from './joinTables'
import { findProjects, type Project } from './teachableMachine'
import { sortTables, type SortedTables } from './sortTables'
import type { TableFile } from '../labels/tableFiles'
import { followSplitLists } from '../labels/splitLists'
import type { SourceFile } from '../../files/sourceFile'
import type { TextReading } from '../../files/textReading'
import { fullName, type SourceEntry } from '../../files/sourceEntry'

/** Kinds of problems. */
const LEFT_OUT = 'files were left out'
const UNREAD = 'files could not be read'

/** Images that are decoded before labels are asked for. */
const FEW = 16

export type ImportOutcome =
  | { readonly kind: 'ready'; readonly dataset: Dataset; readonly report: ImportReport }
  /** The files leave open how they are to be read: ask, and import again with the answer in the settings. */
  | { readonly kind: 'question'; readonly question: ImportQuestion }

interface Import {
  readonly settings: ImportSettings
  readonly options: ReadOptions
  readonly addTo: Dataset | undefined
  readonly problems: ProblemList
  readonly text: TextReading
  readonly tableNotes: Recognised['notes']
  readonly report: FileReport
  readonly notes: string[]
  /** What the classes were read from where no table says them, in sentences. */
  readonly classesFrom: string[]
  /** Settings of few files that made a difference. */
  readonly open: Set<OpenChoice>
  /** The files that are in the dataset, as the person would say them. */
  readonly names: Set<string>
  /** Files of no use, and why. */
  readonly failures: ImportError[]
}

/**
 * Reads dropped files, in any combination, to one dataset. With `addTo` that dataset's images come first and keep their places. The new
 * images are brought to its size and channels unless the settings name others.
 *
 * Single files, images and rows that can't be used are listed as problems. Throws ImportError when nothing usable can be made of the
 * files, and the signal's reason when it is aborted.
 */
export async function importFiles(
  files: readonly SourceFile[],
  settings: ImportSettings,
  options: ReadOptions,
  addTo?: Dataset,
): Promise<ImportOutcome> {
  options.onProgress({ phase: 'reading', done: 0, total: 0 })
  return importLookedAt(await lookAtFiles(files, options.signal, settings.codePage), settings, options, addTo)
}

/** As `importFiles`, of files that were looked at before. */
export async function importLookedAt(
  { files, found, problems, text }: LookedAtFiles,
  settings: ImportSettings,
  options: ReadOptions,
  addTo?: Dataset,
): Promise<ImportOutcome> {
  const sizes = new Map(files.map(({ path, file }) => [path, file.size]))
  const current: Import = {
    settings,
    options,
    addTo,
    problems,
    text,
    tableNotes: found.notes,
    report: new FileReport(sizes),
    notes: [],
    classesFrom: [],
    open: new Set(),
    names: new Set(),
    failures: [],
  }
  return unlessAsked(async () => {
    const projects = await findProjects(found.others)
    const known = await findLabels(current, withoutManifests(found, projects))
    if ('question' in known) return { kind: 'question', question: known.question }
    // The only list of them: what it lets go of is free.
    for (const project of projects) reportProject(current, project)
    const sets = await readImageSets(current, found, known)
    const arrays = await readArraySets(current, found, known, sets)
    sets.push(...arrays.sets)
    return finish(current, nameSets(current, sets, known, arrays.unused), { found, known, projects })
  })
}

/** Reading ends where a question comes up. */
async function unlessAsked(read: () => Promise<ImportOutcome>): Promise<ImportOutcome> {
  try {
    return await withinMemory(read)
  } catch (error) {
    if (error instanceof QuestionRaised) return { kind: 'question', question: error.question }
    throw error
  }
}

function fail({ failures, problems }: Import, error: ImportError): void {
  failures.push(error)
  problems.add('files could not be used', { message: error.message, ...whereOf(error) })
}

function whereOf({ file, row }: ImportError): { file?: string; row?: number } {
  return { ...(file === undefined ? {} : { file }), ...(row === undefined ? {} : { row }) }
}

/** Reports files that are nothing to train on. A file inside an archive or a folder, such as a README, is no problem. */
function reportOthers(current: Import, { others }: Recognised, { unknown, leftOut }: SortedTables): void {
  const { report, notes } = current
  for (const { entry, why } of leftOut) report.add(entry, 'table', why, false, { table: 'out' })
  const [first] = leftOut
  if (first !== undefined) {
    notes.push(leftOut.length === 1 ? first.why : `${first.why} ${counted(leftOut.length - 1, 'more')} like it.`)
  }
  const left = [...others.map((other) => ({ entry: other.entry, why: describeOther(other) })), ...unknown]
  for (const file of left) reportOther(current, file)
}

function reportOther(
  { report, problems }: Import,
  { entry, why }: { readonly entry: SourceEntry; readonly why: string },
): void {
  report.add(entry, 'other file', why, false)
  if (entry.archive !== undefined || entry.path.includes('/')) return
  problems.add(LEFT_OUT, { message: why, file: entry.path })
}

function withoutManifests(found: Recognised, projects: readonly Project[]): Recognised {
  const manifests = new Set(projects.map(({ entry }) => entry))
  return { ...found, others: found.others.filter(({ entry }) => !manifests.has(entry)) }
}

function reportProject(current: Import, { entry, type, recipe }: Project): void {
  if (type !== 'image' && type !== 'pose') {
    const message = `${entry.archive ?? entry.path} is a Teachable Machine project of ${quoted(type)}, and Strata trains on images.`
    current.report.add(entry, 'Teachable Machine project', message, false)
    fail(current, new ImportError(message))
    return
  }
  const outcome =
    recipe === undefined
      ? 'says nothing of training'
      : `${counted(recipe.epochs, 'epochs')}, ${counted(recipe.batchSize, 'images')} a step, learning rate ${recipe.learningRate}`
  current.report.add(entry, 'Teachable Machine project', outcome, recipe !== undefined)
}

/** Lists that say nothing of images without a table that a person took out. */
function reportLoneLists({ report, notes }: Import, lists: readonly LoneList[]): void {
  const byTables = new Map<string, string[]>()
  for (const { table, without } of lists) {
    const names = joinWords(without.map(({ entry }) => entry.path))
    report.add(table.entry, 'list of images', `left out: it says nothing of the images without ${names}`, false)
    byTables.set(names, [...(byTables.get(names) ?? []), table.entry.path])
  }
  for (const [names, paths] of byTables) {
    const say = paths.length === 1 ? 'says' : 'say'
    notes.push(`Without ${names}, ${joinWords(paths)} ${say} nothing of the images, and went out too.`)
  }
}

/** Facts about the images, found before they are read. */
interface Known {
  readonly classNames: ReadonlyMap<SourceEntry, ClassNames>
  readonly tables: SortedTables
  readonly labelled: LabelledEntries
  /** Why there is nothing to train on, when no image has a label. */
  readonly missing: string | undefined
  /** Whether their names say it. Undefined where tables name them. */
  readonly names: NamesQuestion | undefined
}

async function findClassNames(tables: readonly TableFile[], signal: AbortSignal): Promise<Known['classNames']> {
  const found = new Map<SourceEntry, ClassNames>()
  for (const table of tables) {
    try {
      const names = await readClassNames(table, signal)
      if (names !== undefined) found.set(table.entry, names)
    } catch (error) {
      // Reading it for what else it may be says so.
      if (!(error instanceof ImportError)) throw error
    }
  }
  return found
}

/** The sets with the names of their classes, where a table has them. Tables that turn out to be of no use are reported. */
function nameSets(
  current: Import,
  sets: ImageSet[],
  { tables, classNames }: Known,
  unused: readonly UnusedLabels[],
): ImageSet[] {
  const free = [...tables.ofNames, ...unused].flatMap(({ entry }) => classNames.get(entry) ?? [])
  const named = nameClasses(sets, free, { classes: current.addTo?.classes ?? [], ...current })
  for (const table of tables.ofNames) if (!named.known.has(table.entry)) reportOther(current, table)
  for (const { entry, report } of unused) if (!named.known.has(entry)) report()
  return named.sets
}

/** The index that finds images by their paths is as large as the list of them. It is gone when this returns. */
async function findLabels(current: Import, found: Recognised): Promise<Known | { readonly question: ImportQuestion }> {
  const { settings, options, addTo, problems, report, notes, classesFrom } = current
  const images = new ImageFiles(found.images)
  const classNames = await findClassNames(found.tables, options.signal)
  const sorted = sortTables(found.tables, images, settings, classNames)
  if (sorted.question !== undefined) return { question: sorted.question }
  const joined = await joinTables(sorted, options.signal)
  const { joins } = joined
  const all =
    sorted.takenOut.length === 0 ? sorted : sortTables(found.tables, images, { ...settings, tables: {} }, classNames)
  const { tables, lone } = await leaveLoneLists(all, joined, options.signal)
  for (const { entry } of tables.takenOut) report.add(entry, 'table', 'left out, as you chose', false, { table: 'out' })
  for (const { lists } of joins.values()) {
    for (const { table, outcome } of lists) report.add(table.entry, 'list of images', outcome, true, { table: 'in' })
  }
  reportOthers(current, found, tables)
  reportLoneLists(current, lone)
  if (found.images.length === 0) {
    for (const { entry } of tables.ofImages) {
      const message = `${entry.path} has no images with it: drop it together with the zip or the folder that holds them.`
      report.add(entry, 'table of images', message, false)
      fail(current, new ImportError(message, { file: entry.path }))
    }
  }
  let names: NamesQuestion | undefined
  let passedOver: ImportError | undefined
  const labelled = await labelImages(images, found.images.length === 0 ? [] : tables.ofImages, {
    settings,
    joins,
    takenOut: tables.takenOut,
    open: current.open,
    classes: addTo?.classes ?? [],
    problems,
    notes,
    classesFrom,
    signal: options.signal,
    onFolder({ path, count, bytes, used }) {
      const images = counted(count, count === 1 ? 'image' : 'images')
      const outcome = used ? images : `${images}, left out: ${BESIDE_SPLITS}`
      report.add({ path, size: bytes }, 'folder beside the splits', outcome, used, { folder: used ? 'in' : 'out' })
    },
    onTable({ entry, decision }, outcome) {
      if (outcome instanceof ImportError) {
        report.add(entry, 'table of images', outcome.message, false)
        // Lists of images or of boxes are by the way in an archive.
        const isByTheWay = decision.kind === 'unlabelled' && (entry.archive !== undefined || entry.path.includes('/'))
        if (isByTheWay) passedOver ??= outcome
        else fail(current, outcome)
        return
      }
      const { used, question } = outcome
      report.add(entry, 'table of images', outcome.outcome, used, {
        table: used ? 'in' : 'out',
        ...(used && { question }),
      })
    },
    onNames(questions) {
      names = [...questions.values()][0]
      for (const [place, asked] of questions) report.askAbout(place, asked)
    },
  })
  notes.push(
    ...(await followSplitLists(images, tables.splitLists, labelled, options.signal, ({ entry }, outcome, used) =>
      report.add(entry, 'list of images', outcome, used, { table: 'in' }),
    )),
  )
  const reason = passedOver === undefined ? '' : ` ${passedOver.message}`
  const missing = found.images.length === 0 ? undefined : describeMissing(images, names?.pattern) + reason
  return { tables, labelled, classNames, missing, names }
}

async function readImageSets(current: Import, found: Recognised, { labelled, tables }: Known): Promise<ImageSet[]> {
  const { report, notes, names } = current
  const { entries } = labelled
  const read = new Set<SourceEntry>()
  const sets: ImageSet[] = []
  try {
    if (entries.length > 0) {
      const { numbers, notes: decided, open, ...block } = await readEntries(current, entries)
      for (const number of numbers) read.add(entries[number]!)
      notes.push(...decided)
      for (const choice of open) current.open.add(choice)
      sets.push({
        ...block,
        count: numbers.length,
        labels: numbers.map((number) => labelled.labels[number]!),
        splits: Uint8Array.from(numbers, (number) => labelled.splits[number]!),
        splitsFrom: labelled.splitsFrom,
        paths: numbers.map((number) => labelled.paths[number]!),
      })
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
    fail(current, error)
  }
  for (const entry of found.images) {
    report.addImage(entry, read.has(entry))
    if (read.has(entry)) names.add(nameOf(entry))
  }
  if (sets.length > 0) for (const { entry } of tables.ofImages) names.add(nameOf(entry))
  return sets
}

/** What is to be transposed is read at a size that has the right one then. */
async function readEntries(
  { settings, options, addTo, problems }: Import,
  entries: SourceEntry[],
): Promise<ReadImages> {
  const target = { ...settings, ...matchDataset(settings, addTo) }
  if (settings.transpose !== 'yes') return readImages(entries, target, problems, options)
  const size = target.size === 'auto' ? target.size : transposed(target.size)
  return transposeImages(await readImages(entries, { ...target, size }, problems, options), options.signal)
}

/** New images are read at the size and in the colours of the dataset that they are added to. */
function matchDataset(settings: ImportSettings, addTo: Dataset | undefined): Pick<ImportSettings, 'size' | 'colour'> {
  if (addTo === undefined) return settings
  const { width, height, channels } = addTo
  return {
    size: settings.size === 'auto' ? { width, height } : settings.size,
    colour: settings.colour === 'auto' ? (channels === 3 ? 'rgb' : 'grey') : settings.colour,
  }
}

async function readArraySets(
  current: Import,
  found: Recognised,
  { tables, classNames }: Known,
  ofFiles: readonly ImageSet[],
): ReturnType<typeof readArrays> {
  const { settings, options, problems, notes, names } = current
  const arrays = await findArrays(found, tables, { ...current, classNames })
  for (const failure of arrays.failures) fail(current, failure)
  return readArrays(arrays.images, arrays.labels, {
    values: settings.values,
    signal: options.signal,
    problems,
    notes,
    hasImageFiles: found.images.length > 0,
    ofFiles,
    isTakenIn: (entry) => settings.tables[fullName(entry)] === 'in',
    onUsed: (entry) => names.add(nameOf(entry)),
    onFailure: (error) => fail(current, error),
  })
}

interface LookedAt {
  readonly found: Recognised
  readonly known: Known
  readonly projects: readonly Project[]
}

async function finish(current: Import, sets: ImageSet[], { found, known, projects }: LookedAt): Promise<ImportOutcome> {
  if (sets.length === 0) throw await nothingUsable(current, found, known)
  const { settings, options, addTo, problems, report, notes, classesFrom, text, tableNotes } = current
  const { takenOut } = known.tables
  const isUsed = (file: string): boolean => report.isUsed(file)
  const { dataset, sizes, splitsGiven, ...assembled } = await assemble(sets, {
    name: joinNames([...current.names]),
    settings,
    addTo,
    takenOut: takenOut.map(({ entry }) => entry.path),
    describeProblems: () => problems.describeMost(),
    signal: options.signal,
  })
  return {
    kind: 'ready',
    dataset,
    report: {
      splitsGiven,
      ...(sizes === undefined ? {} : { sizes }),
      files: report.list(),
      problems: problems.groups(),
      problemCount: problems.count,
      problemsCsv: problems.toCsv(),
      notes: [
        ...new Set([
          ...text.notes(isUsed),
          ...tableNotes.filter(({ file }) => isUsed(file)).map(({ note }) => note),
          ...notes,
          ...assembled.notes,
        ]),
      ],
      ...classesFromOf(classesFrom),
      ...openOf([...current.open, ...(text.isOpen(isUsed) ? (['codePage'] as const) : [])]),
      ...recipeOf(projects.find(({ recipe }) => recipe !== undefined)?.recipe),
    },
  }
}

/** A person's name for the place of a file: its archive, its folder, or its own name. */
function nameOf({ archive, path }: SourceEntry): string {
  return archive ?? path.split('/', 1)[0]!
}

function joinNames(names: readonly string[]): string {
  const [first = '', second, ...others] = names
  if (second === undefined) return first
  return others.length === 0 ? `${first} + ${second}` : `${first} + ${second} + ${counted(others.length, 'more')}`
}

/** Why no image can be used, by the likeliest reason. */
async function nothingUsable(
  current: Import,
  found: Recognised,
  { tables, missing, names }: Known,
): Promise<ImportError> {
  const { failures, problems } = current
  const { others } = found
  const [failure] = failures
  const [table] = [...tables.unknown, ...tables.ofNames]
  const other = others.find(({ advice }) => advice !== undefined) ?? others[0]
  if (failure !== undefined) return withReason(failure, problems)
  if (table !== undefined && table.profile.columns > 1) return new ImportError(table.why, { file: table.entry.path })
  if (missing !== undefined) {
    const unreadable = await findUnreadable(current, found)
    if (unreadable !== undefined) return unreadable
    const error = withReason(new ImportError(missing), problems, others)
    return names === undefined ? error : new NoLabels(error.message, whereOf(error), names)
  }
  const hint = 'drop images with their labels, such as a zip and its CSV, or one folder a class'
  if (other !== undefined && others.length > 1) {
    const message = `None of these ${counted(others.length, 'files')} is an image or a table that can be read; ${other.entry.path}, for one, ${other.what}: ${other.advice ?? hint}.`
    return new ImportError(message)
  }
  if (other !== undefined) {
    return new ImportError(`${other.entry.path} ${other.what}: ${other.advice ?? hint}.`, { file: other.entry.path })
  }
  return new ImportError(`There are no images here: ${hint}.${problems.describeMost()}`)
}

/** Tries a few images without labels. When none can be read, asking for labels would be in vain. */
async function findUnreadable({ settings, options }: Import, { images }: Recognised): Promise<ImportError | undefined> {
  if (images.length > FEW) return undefined
  try {
    await readImages(images, settings, new ProblemList(), options)
    return undefined
  } catch (error) {
    if (error instanceof ImportError) return error
    throw error
  }
}

/** A file that came and could not be read may hold what is missing. */
function withReason(error: ImportError, problems: ProblemList, others: Recognised['others'] = []): ImportError {
  const [unread] = problems.groups().filter(({ kind }) => kind === UNREAD || kind === LEFT_OUT)
  const held = others.find(({ mayHoldLabels }) => mayHoldLabels)
  const reason = held === undefined ? unread?.listed[0]?.message : describeOther(held)
  return reason === undefined ? error : new ImportError(`${error.message} ${reason}`, whereOf(error))
}

function describeOther({ entry: { path }, what, advice }: OtherFile): string {
  return `${path} ${what}, so it was left out${advice === undefined ? '' : `: ${advice}`}.`
}
