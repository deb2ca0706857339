/**
 * Decides which columns of a table name the images, their labels and their splits. It goes by the header, then by the files that are
 * there, and else asks.
 */
import { IMAGE_NAME } from '../images/imageFormats'
import { findFacts } from '../tables/columnFacts'
import { isSplitFlagName } from '../tables/columnNames'
import type { TableProfile } from '../tables/tableProfile'
import { isNumber } from '../tables/textForm'
import { LABEL_NAMES, PATH_NAMES, rankOf, SPLIT_NAMES } from './columnRanks'
import { PATH_MATCHES, type PathMatch } from './imageFiles'
import { decideLabel, type LabelDecision } from './labelColumn'
import { spread } from './matchPaths'
import { saysSplits } from './readSplit'
import { findSplitFlags, holdsFlags } from './splitFlags'

/** Rows whose paths are looked for. */
const COUNTED_ROWS = 64
/** `hasHeader`: whether the first row names the columns. `share` of the rows looked at name an image that is there. */
export type ColumnsDecision = { readonly hasHeader: boolean; readonly share: number } & (
  LabelDecision | { readonly kind: 'noImages' }
)

/** The labels of a column, as a person would read them: a label comes again, so a column that differs in each row is none. */
function mayBeLabel(body: readonly (readonly string[])[], column: number): boolean {
  return !findFacts(body.map((row) => row[column] ?? '')).isUnique
}

/** `countFound` says how many of some paths name one of the images that came with the table. */
export function decideColumns(
  { header, rows, spread: everywhere, columns: count }: TableProfile,
  countFound: (paths: readonly string[], match: PathMatch) => number,
): ColumnsDecision {
  const all = Array.from({ length: Math.min(count, rows[0]?.length ?? count) }, (_, column) => column)
  const body = header === undefined ? everywhere.slice(1) : everywhere
  const some = spread(body, COUNTED_ROWS)
  // Most paths are written as they are, and then the index for others need not be made.
  let found: number[] = []
  let match: PathMatch = 'letters'
  for (match of PATH_MATCHES) {
    found = all.map((column) => {
      const cells = some.map((row) => row[column] ?? '').filter((cell) => cell !== '')
      return cells.length === 0 ? 0 : countFound(cells, match) / cells.length
    })
    if (found.some((share) => share > 0)) break
  }
  const first = header ?? rows[0] ?? []
  const isNamed = first.some(
    (name) => rankOf(name, LABEL_NAMES) < Infinity || rankOf(name, PATH_NAMES) < PATH_NAMES.indexOf('name'),
  )
  const isRow = found.some((share, column) => share > 0 && countFound([first[column] ?? ''], match) > 0)
  const hasHeader = !isRow && (isNamed || header !== undefined)
  const names = hasHeader ? first : []
  const rank = (column: number, of: readonly string[]): number => rankOf(names[column] ?? '', of)

  const different = all.map((column) => new Set(body.map((row) => row[column])).size)
  const isLabelled = (column: number): boolean => rank(column, LABEL_NAMES) < Infinity
  // Files may be called by numbers, as splits and labels are. So those columns name images only where no other column does by its name.
  const isOther = (column: number): boolean => isLabelled(column) || rank(column, SPLIT_NAMES) < Infinity
  const isPathNamed = all.some((column) => rank(column, PATH_NAMES) < Infinity)
  // Numbers of rows are names of files by chance, where another column has names of images.
  const haveEndings = (column: number): boolean => {
    const cells = some.map((row) => row[column] ?? '')
    return cells.length > 0 && cells.every((cell) => IMAGE_NAME.test(cell))
  }
  const areEndings = all.some((column) => rank(column, PATH_NAMES) < Infinity && haveEndings(column))
  const [path] = all
    .filter(
      (column) =>
        ((found[column]! > 0 && !(isPathNamed && isOther(column))) || rank(column, PATH_NAMES) < Infinity) &&
        (!areEndings || haveEndings(column)),
    )
    .toSorted(
      (a, b) =>
        found[b]! - found[a]! ||
        rank(a, PATH_NAMES) - rank(b, PATH_NAMES) ||
        Number(isLabelled(a)) - Number(isLabelled(b)) ||
        different[b]! - different[a]!,
    )
  if (path === undefined) return { kind: 'noImages', hasHeader, share: 0 }
  const known = { hasHeader, share: found[path]! }

  const others = all.filter((column) => column !== path)
  const isFlag = (column: number): boolean => isSplitFlagName(names[column] ?? '') && holdsFlags(body, column)
  const [named] = others
    .filter((column) => {
      const place = rank(column, SPLIT_NAMES)
      const isNamed = place < Infinity || isSplitFlagName(names[column] ?? '')
      return place === 0 || (isNamed && !isFlag(column) && saysSplits(body, column))
    })
    .toSorted((a, b) => rank(a, SPLIT_NAMES) - rank(b, SPLIT_NAMES))
  const flags = named === undefined ? findSplitFlags(names, body, others.filter(isFlag)) : undefined
  const rest = others.filter(
    (column) =>
      column !== named &&
      !isFlag(column) &&
      rank(column, PATH_NAMES) === Infinity &&
      (isLabelled(column) || mayBeLabel(body, column)),
  )
  const boxes = others.filter((column) => body.every((row) => isNumber(row[column] ?? ''))).length
  const decision = decideLabel({ names, body, path, rest, split: named, boxes })
  return { ...known, ...decision, ...(decision.kind !== 'doubtful' && flags !== undefined ? { flags } : {}) }
}
