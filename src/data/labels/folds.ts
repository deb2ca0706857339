/** Finds tables and lists that say the splits of the same images several times over, as those of cross-validation do. */
import { readName, splitOfPath } from './fileNames'
import type { TableFile } from './tableFiles'

/** A number at a name's end, or that of a folder: `train_subset0.csv`, `fold-1/train.csv`. */
const OF_NAME = /(\d+)(\.\w+)+$/
const OF_FOLDER = /(?:^|\/)(?:fold|split|cv|run)s?[-_ ]?(\d+)\//i

interface Numbered<Table> {
  readonly table: Table
  readonly split: number
  readonly number: number
  /** The same for all numbers and splits. */
  readonly rest: string
}

/**
 * The tables of other folds than the first, each with one of the first. Tables are of folds when they have numbers and splits in their
 * names, and when an image that is of one split by the first number is of another by a later one.
 */
export function findOtherFolds<Table extends TableFile>(tables: readonly Table[]): Map<Table, Table> {
  const others = new Map<Table, Table>()
  const byRest = new Map<string, Numbered<Table>[]>()
  for (const table of tables) {
    const fold = readFold(table)
    if (fold !== undefined) byRest.set(fold.rest, [...(byRest.get(fold.rest) ?? []), fold])
  }
  for (const group of byRest.values()) {
    const first = Math.min(...group.map(({ number }) => number))
    const own = group.filter(({ number }) => number === first)
    const later = group.filter(({ number }) => number !== first)
    if (new Set(own.map(({ split }) => split)).size < 2 || !areAgain(own, later)) continue
    for (const { table, split } of later) {
      others.set(table, (own.find((each) => each.split === split) ?? own[0]!).table)
    }
  }
  return others
}

function readFold<Table extends TableFile>(table: Table): Numbered<Table> | undefined {
  const { path } = table.entry
  const split = splitOfPath(path)
  const number = OF_FOLDER.exec(path)?.[1] ?? OF_NAME.exec(path)?.[1]
  if (split === undefined || number === undefined) return undefined
  const rest = readName(path).rest.replace(/\d+/g, '')
  const folder = path.slice(0, path.lastIndexOf('/') + 1).replace(OF_FOLDER, '/')
  return { table, split, number: Number(number), rest: [table.entry.archive ?? '', folder, rest].join('\n') }
}

/** Whether later numbers name images in another split than the first does. Lists of a single column are believed by their names. */
function areAgain<Table extends TableFile>(
  own: readonly Numbered<Table>[],
  later: readonly Numbered<Table>[],
): boolean {
  const known = new Map(own.flatMap(({ table, split }) => cellsOf(table).map((cell) => [cell, split])))
  return later.some(
    ({ table, split }) =>
      table.profile.columns === 1 ||
      cellsOf(table).some((cell) => known.get(cell) !== undefined && known.get(cell) !== split),
  )
}

/** The fields that name an image: those that no other row has. */
function cellsOf({ profile: { spread } }: TableFile): string[] {
  const columns = Array.from({ length: spread[0]?.length ?? 0 }, (_, column) => column)
  const unique = columns.find((column) => new Set(spread.map((row) => row[column])).size === spread.length)
  return unique === undefined ? [] : spread.map((row) => row[unique] ?? '')
}
