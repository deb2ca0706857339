/** Reads what tables of images say: the labels of images, their splits, or both. */
import { SPLITS } from '../../model/split'
import { amountOf, counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import type { ProblemList } from '../../files/problemList'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import { UNSAID } from '../imageSet'
import type { ColumnsQuestion, ImageColumns, ImportSettings } from '../importSettings'
import { splitOfPath } from './fileNames'
import { decideColumns } from './imageColumns'
import type { ImageFiles } from './imageFiles'
import { type ImageTable, readImageTable, type TableColumns } from './imageTable'
import type { JoinedLists } from './joinLists'
import { addEntry, type LabelledEntries, noEntries } from './labelledEntries'
import { noteUnreadSplit } from './readSplit'
import { noteSeveralLabels } from './severalLabels'
import { spell } from './spelling'
import { describeSplitFlags, findSplitFlags } from './splitFlags'
import { type ImageTableFile, type TableFile, withHeader } from './tableFiles'

const [TRAIN, TEST] = [SPLITS.indexOf('train'), SPLITS.indexOf('test')] as const

/** The first rows of a table that a person sees beside a question. */
const SHOWN_ROWS = 8

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
  if (decision.kind !== 'doubtful' || Object.hasOwn(answers, fullName(entry))) return undefined
  return describeColumns({ entry, profile, decision }, decision.guess)
}

function describeColumns(
  { entry, profile, decision }: ImageTableFile,
  guess: ColumnsQuestion['guess'],
): ColumnsQuestion {
  const { names, rows } = withHeader(profile, decision.hasHeader)
  return { kind: 'columns', file: fullName(entry), columns: names, rows: rows.slice(0, SHOWN_ROWS), guess }
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

export interface TableOptions {
  readonly settings: Pick<ImportSettings, 'columns' | 'tables'>
  /** Tables that a person took out: their names still tell what the others are. */
  readonly takenOut: readonly TableFile[]
  /** The lists beside a table that say what it does not. */
  readonly joins: ReadonlyMap<SourceEntry, JoinedLists>
  readonly problems: ProblemList
  /** Decisions made where the files said nothing, in sentences. */
  readonly notes: string[]
  readonly signal: AbortSignal
  /** Called with each table and its outcome, or why it is of no use. */
  readonly onTable: (table: ImageTableFile, outcome: TableOutcome | ImportError) => void
}

/** What all tables together say of the images. */
export interface SaidByTables {
  readonly labelled: LabelledEntries
  /** The images that tables label, or leave out, by place. */
  readonly used: ReadonlySet<number>
  /** Indices into SPLITS, by place, of images whose labels are said elsewhere. */
  readonly splits: ReadonlyMap<number, number>
  /** The images that each table with labels speaks of. */
  readonly spoken: readonly { readonly table: SourceEntry; readonly places: readonly number[] }[]
}

/**
 * Reads the tables, one after the other. Where several rows name an image, the first row counts. Throws the signal's reason when it is
 * aborted.
 */
export async function labelByTables(
  images: ImageFiles,
  tables: readonly ImageTableFile[],
  options: TableOptions,
): Promise<SaidByTables> {
  const sofar: Omit<Sofar, 'areTrainAndTest'> = {
    named: new Map(),
    leftOut: new Set(),
    spoken: [],
    splits: new Map(),
    labelled: noEntries(),
  }
  for (const file of tables) {
    // A table of another archive is of other images, whatever it is called.
    const alike = [...tables, ...options.takenOut].filter(({ entry }) => entry.archive === file.entry.archive)
    const splitsNamed = new Set(alike.map(({ entry }) => splitOfPath(entry.path)))
    const areTrainAndTest = [TRAIN, TEST].every((split) => splitsNamed.has(split))
    try {
      options.onTable(file, await labelByTable(images, file, { ...sofar, areTrainAndTest }, options))
    } catch (error) {
      if (!(error instanceof ImportError)) throw error
      options.onTable(file, error)
    }
  }
  const { named, leftOut, labelled, splits, spoken } = sofar
  return { labelled, splits, spoken, used: new Set([...named.keys(), ...leftOut]) }
}

interface Sofar {
  /** By place of the image. */
  readonly named: Map<number, { table: ImageTable; row: number; label: string }>
  /** Images whose rows can't be used, which are listed already. */
  readonly leftOut: Set<number>
  readonly spoken: { table: SourceEntry; places: number[] }[]
  readonly splits: Map<number, number>
  readonly labelled: LabelledEntries
  /** Whether some tables are train and some test by their names. A table that is neither then holds something else. */
  readonly areTrainAndTest: boolean
}

async function labelByTable(
  images: ImageFiles,
  { entry, profile, decision }: ImageTableFile,
  { named, leftOut, spoken, splits, labelled, areTrainAndTest }: Sofar,
  { settings, joins, problems, notes, signal }: TableOptions,
): Promise<TableOutcome> {
  const file = entry.path
  const key = fullName(entry)
  const answer = Object.hasOwn(settings.columns, key) ? settings.columns[key] : undefined
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
    settings.tables[key] !== 'in' &&
    places.every((place, i) => place === undefined || splitOf(i, place) === UNSAID)
  ) {
    for (const place of places) if (place !== undefined) leftOut.add(place)
    const why = `other tables are of the train and the test split by their names, and this one is of neither`
    notes.push(
      `${amountOf(table.paths.length, 'image')} that ${file} names ${table.paths.length === 1 ? 'was' : 'were'} left out: ${why}.`,
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
      const [before, own] = [earlier.label, table.labels[i]]
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
        splits.set(place, splitOf(i, place))
        continue
      }
      named.set(place, { table, row, label: table.labels[i]! })
      addEntry(labelled, images.entries[place]!, { label: table.labels[i]!, split: splitOf(i, place), path })
    }
  }
  if (contradicting > 0) {
    const rows = amountOf(contradicting, `row of ${file} gives its image`, `rows of ${file} give their images`)
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
  const [place, what] = archive === undefined ? ['came with it', 'there are'] : [`is in ${archive}`, 'it holds']
  const message = `No image that ${file} names ${place}: row ${rows[0]} says ${quoted(paths[0]!)}, and ${what} files such as ${quoted(images.entries[0]!.path)}.`
  return new ImportError(message, { file, row: rows[0]! })
}

function splitOfFolders(path: string): number {
  return splitOfPath(path.slice(0, path.lastIndexOf('/') + 1)) ?? UNSAID
}
