/** From dropped files to a dataset: lists them, tells what each is, finds every image's label, reads the images, and puts them together. */
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import type { SourceFile } from '../../files/sourceFile'
import type { Dataset } from '../dataset'
import { type ReadImages, readImages, type ReadOptions } from '../images/readImages'
import { transposed, transposeImages } from '../images/transpose'
import type { ImageSet } from '../imageSet'
import { classesFromOf, type ImportReport, openOf, recipeOf } from '../importReport'
import { type ImportQuestion, type ImportSettings, QuestionRaised } from '../importSettings'
import { readArrays, type UnusedLabels } from '../numbers/readArrays'
import { findArrays } from './arrayFiles'
import { assemble } from './assemble'
import { fail, type Import } from './currentImport'
import { FileReport } from './fileReport'
import { findLabels, type Known } from './findLabels'
import { lookAtFiles, type LookedAtFiles } from './lookAtFiles'
import { nameClasses } from './nameClasses'
import { nothingUsable } from './nothingUsable'
import type { Recognised } from './recognise'
import { reportProject, withoutManifests } from './reportProjects'
import { reportOther } from './reportUnused'
import { findProjects, type Project } from './teachableMachine'
import { withinMemory } from './withinMemory'

export type ImportOutcome =
  | { readonly kind: 'ready'; readonly dataset: Dataset; readonly report: ImportReport }
  /** The files leave open how they are to be read: ask, and import again with the answer in the settings. */
  | { readonly kind: 'question'; readonly question: ImportQuestion }

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
