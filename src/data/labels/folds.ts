/** Finds tables and lists that say the splits of the same images several times over, as those of cross-validation do. */
import { ImportError } from '../../files/importProblem'
import type { SourceEntry } from '../../files/sourceEntry'
import { readRows } from '../tables/tableRows'
import type { TextForm } from '../tables/textForm'
import { readName, splitOfPath } from './fileNames'
import type { TableFile } from './tableFiles'

/** A number at a name's end, or that of a folder: `train_subset0.csv`, `fold-1/train.csv`. */
const OF_NAME = /(\d+)(\.\w+)+$/
const OF_FOLDER = /(?:^|\/)(?:fold|split|cv|run)s?[-_ ]?(\d+)\//i

interface Numbered {
  readonly table: TableFile
  readonly split: number
  readonly number: number
  /** The same for all numbers and splits. */
  readonly rest: string
}

/**
 * The tables of other folds than the first, each with one of the first. Tables are of folds when they have numbers and splits in their
 * names, and when an image that is of one split by the first number is of another by a later one. Otherwise the numbers count parts.
 * Throws the signal's reason when it is aborted.
 */
export async function findOtherFolds(
  tables: readonly TableFile[],
  signal: AbortSignal,
): Promise<Map<SourceEntry, SourceEntry>> {
  const others = new Map<SourceEntry, SourceEntry>()
  const byRest = new Map<string, Numbered[]>()
  for (const table of tables) {
    const fold = readFold(table)
    if (fold !== undefined) byRest.set(fold.rest, [...(byRest.get(fold.rest) ?? []), fold])
  }
  for (const group of byRest.values()) {
    const first = Math.min(...group.map(({ number }) => number))
    const own = group.filter(({ number }) => number === first)
    const later = group.filter(({ number }) => number !== first)
    if (new Set(own.map(({ split }) => split)).size < 2 || !(await areAgain(own, later, signal))) continue
    for (const { table, split } of later) {
      others.set(table.entry, (own.find((each) => each.split === split) ?? own[0]!).table.entry)
    }
  }
  return others
}

function readFold(table: TableFile): Numbered | undefined {
  const { path } = table.entry
  const split = splitOfPath(path)
  const number = OF_FOLDER.exec(path)?.[1] ?? OF_NAME.exec(path)?.[1]
  if (split === undefined || number === undefined) return undefined
  const rest = readName(path).rest.replace(/\d+/g, '')
  const folder = path.slice(0, path.lastIndexOf('/') + 1).replace(OF_FOLDER, '/')
  return { table, split, number: Number(number), rest: [table.entry.archive ?? '', folder, rest].join('\n') }
}

/** Whether later numbers name images in another split than the first does. */
async function areAgain(own: readonly Numbered[], later: readonly Numbered[], signal: AbortSignal): Promise<boolean> {
  const known = new Map<string, number>()
  for (const { table, split } of own) for (const name of await namesIn(table, signal)) known.set(name, split)
  for (const { table, split } of later) {
    const names = await namesIn(table, signal)
    if (names.some((name) => known.get(name) !== undefined && known.get(name) !== split)) return true
  }
  return false
}

/** What names the images: all of a list, and of a table the fields looked at that no other row has. */
async function namesIn({ entry, profile }: TableFile, signal: AbortSignal): Promise<string[]> {
  if (profile.columns === 1) return readList(entry, profile.form, signal)
  const { spread } = profile
  const columns = Array.from({ length: spread[0]?.length ?? 0 }, (_, column) => column)
  const unique = columns.find((column) => new Set(spread.map((row) => row[column])).size === spread.length)
  return unique === undefined ? [] : spread.map((row) => row[unique] ?? '')
}

/** Nothing of a list that can't be read: reading it for its splits says so. */
async function readList(entry: SourceEntry, form: TextForm, signal: AbortSignal): Promise<string[]> {
  const names: string[] = []
  try {
    for await (const { fields, isBlank } of readRows(entry, form, signal)) if (!isBlank) names.push(fields[0]!.trim())
  } catch (error) {
    if (!(error instanceof ImportError)) throw error
  }
  return names
}
