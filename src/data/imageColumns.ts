/** Decides which columns of a table name the images, their labels and their splits: by the header, by the files that are there, or by asking. */
import type { ImageColumns } from './importSettings'
import { splitOfName } from './fileNames'
import { PATH_MATCHES, type PathMatch } from './imageFiles'
import type { TableProfile } from './tables/tableProfile'

/** The best name first. */
const PATH_NAMES = [
  'imagepath',
  'path',
  'filepath',
  'filename',
  'file',
  'imagefile',
  'imagefilename',
  'imagename',
  'image',
  'img',
  'imgpath',
  'imgname',
  'imageid',
  'name',
  'id',
]
const LABEL_NAMES = [
  'label',
  'labels',
  'class',
  'classname',
  'classlabel',
  'target',
  'category',
  'y',
  'digit',
  'species',
  'breed',
  'tag',
  'diagnosis',
  'classid',
]
const SPLIT_NAMES = ['split', 'set', 'subset', 'dataset', 'usage', 'partition', 'phase', 'fold']

const SPLIT_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['1', 1],
  ['2', 2],
  ['0.0', 0],
  ['1.0', 1],
  ['2.0', 2],
])

/** `hasHeader`: whether the first row names the columns. `share` of the rows looked at name an image that is there. */
export type ColumnsDecision = { readonly hasHeader: boolean; readonly share: number } & (
  | { readonly kind: 'clear'; readonly columns: ImageColumns }
  | { readonly kind: 'doubtful'; readonly guess: Partial<ImageColumns> }
  /** It names images, and nothing else of use. */
  | { readonly kind: 'unlabelled' }
  | { readonly kind: 'noImages' }
)

/** The index in SPLITS of what a table writes for a split: Ludwig's 0, 1, 2, or a word such as `train` or `Validation`. */
export function readSplit(text: string): number | undefined {
  return SPLIT_NUMBERS.get(text) ?? (/^\p{L}/u.test(text) ? splitOfName(text) : undefined)
}

/** `countFound` says how many of some paths name one of the images that came with the table. */
export function decideColumns(
  { header, rows, columns: count }: TableProfile,
  countFound: (paths: readonly string[], match: PathMatch) => number,
): ColumnsDecision {
  const all = Array.from({ length: Math.min(count, rows[0]?.length ?? count) }, (_, column) => column)
  const body = header === undefined ? rows.slice(1) : rows
  // Mostly paths are written as they are, and what finds others need not be made.
  let found: number[] = []
  let match: PathMatch = 'letters'
  for (match of PATH_MATCHES) {
    found = all.map((column) => {
      const cells = body.map((row) => row[column] ?? '').filter((cell) => cell !== '')
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
  const [path] = all
    .filter((column) => found[column]! > 0 || rank(column, PATH_NAMES) < Infinity)
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
  const saysSplits = (column: number): boolean =>
    body.length > 0 && body.every((row) => readSplit((row[column] ?? '').trim()) !== undefined)
  const [named] = others
    .filter((column) => rank(column, SPLIT_NAMES) === 0 || (rank(column, SPLIT_NAMES) < Infinity && saysSplits(column)))
    .toSorted((a, b) => rank(a, SPLIT_NAMES) - rank(b, SPLIT_NAMES))
  const rest = others.filter((column) => column !== named && rank(column, PATH_NAMES) === Infinity)
  const labelled = rest.filter(isLabelled).toSorted((a, b) => rank(a, LABEL_NAMES) - rank(b, LABEL_NAMES))
  const splitLike = rest.filter(saysSplits)

  // Ludwig's own names leave no doubt, whatever else there is.
  const isLudwig = rank(path, PATH_NAMES) === 0 && labelled[0] !== undefined && rank(labelled[0], LABEL_NAMES) === 0
  if (labelled.length === 1 || isLudwig)
    return { ...known, kind: 'clear', columns: columnsOf(path, labelled[0]!, named) }
  if (rest.length === 0) return { ...known, kind: 'unlabelled' }
  if (rest.length === 1) return { ...known, kind: 'clear', columns: columnsOf(path, rest[0]!, named) }
  if (!hasHeader && rest.length === 2 && splitLike.length === 1) {
    const label = rest.find((column) => column !== splitLike[0])!
    return { ...known, kind: 'clear', columns: columnsOf(path, label, splitLike[0]) }
  }
  const split = named ?? (labelled.length === 0 && splitLike.length === 1 ? splitLike[0] : undefined)
  // Classes come again and again; a column with as many values as rows says something else.
  const [label] = (labelled.length > 0 ? labelled : rest)
    .filter((column) => column !== split)
    .toSorted((a, b) => rank(a, LABEL_NAMES) - rank(b, LABEL_NAMES) || different[a]! - different[b]!)
  return { ...known, kind: 'doubtful', guess: columnsOf(path, label!, split) }
}

function columnsOf(path: number, label: number, split: number | undefined): ImageColumns {
  return split === undefined ? { path, label } : { path, label, split }
}

/** Infinity when it is none of them. Capitals, blanks and marks between words don't count. */
function rankOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  return place < 0 ? Infinity : place
}
