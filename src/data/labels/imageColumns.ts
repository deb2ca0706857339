/**
 * Decides which columns of a table name the images, their labels and their splits. It goes by the header, then by the files that are
 * there, and else asks.
 */
import { quoted } from '../../common/text'
import type { ImageColumns } from '../importSettings'
import { isSplitFlagName } from '../tables/columnNames'
import { findFacts } from '../tables/columnFacts'
import { splitOfName } from './fileNames'
import { findSplitFlags, holdsFlags, type SplitFlags } from './splitFlags'
import { UNSAID } from '../imageSet'
import { IMAGE_NAME } from '../images/imageFormats'
import { PATH_MATCHES, type PathMatch } from './imageFiles'
import { spread } from './matchPaths'
import { areOneHot, type OneHot } from '../tables/oneHot'
import type { TableProfile } from '../tables/tableProfile'
import { tidyLabel } from '../tables/labelText'
import { isNumber } from '../tables/textForm'

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
  'url',
  'imageurl',
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
  'dx',
  'classid',
  'choice',
]
const SPLIT_NAMES = ['split', 'set', 'subset', 'dataset', 'usage', 'partition', 'phase', 'fold']

/** Rows that a table must have more than values, for two columns to say the same. */
const REPEATED = 2
/** The share of rows in which a label stands in the image's path too. */
const IN_PATH = 0.95

/** Rows whose paths are looked for. */
const COUNTED_ROWS = 64
/** Values of a column that parts the images, at the most. */
const MOST_PARTS = 20
/** A box has four numbers. */
const BOX_COLUMNS = 4

const SPLIT_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['1', 1],
  ['2', 2],
  ['0.0', 0],
  ['1.0', 1],
  ['2.0', 2],
])

type LabelDecision =
  /** With `oneHot` these columns say the label, of which `columns.label` is the first. `flags` say the split. */
  | { readonly kind: 'clear'; readonly columns: ImageColumns; readonly oneHot?: OneHot; readonly flags?: SplitFlags }
  /** `isNamed`: the name of a column says that it is the label. */
  | { readonly kind: 'doubtful'; readonly guess: Partial<ImageColumns>; readonly isNamed: boolean }
  /** It names images and no labels. It may say their splits, by one column or by flags. */
  | { readonly kind: 'unlabelled'; readonly path: number; readonly split?: number; readonly flags?: SplitFlags }

/** `hasHeader`: whether the first row names the columns. `share` of the rows looked at name an image that is there. */
export type ColumnsDecision = { readonly hasHeader: boolean; readonly share: number } & (
  LabelDecision | { readonly kind: 'noImages' }
)

/** As tables for Google's Vertex have it: the split is drawn. */
const UNASSIGNED = /^unassigned$/i

/**
 * The index in SPLITS of what a table writes for a split: Ludwig's 0, 1, 2, or a word such as `train` or `Validation`. UNSAID for
 * `UNASSIGNED`.
 */
export function readSplit(text: string): number | undefined {
  return (
    SPLIT_NUMBERS.get(text) ??
    (UNASSIGNED.test(text) ? UNSAID : undefined) ??
    (/^\p{L}/u.test(text) ? splitOfName(text) : undefined)
  )
}

/**
 * A sentence on the first column that is called as splits are, and holds a few values that are none which Strata knows, such as the numbers
 * of folds. `taken` are columns of other use.
 */
export function noteUnreadSplit(
  file: string,
  names: readonly string[],
  rows: readonly (readonly string[])[],
  taken: readonly (number | undefined)[],
): string | undefined {
  for (const [column, name] of names.entries()) {
    if (taken.includes(column) || rankOf(name, SPLIT_NAMES) === Infinity) continue
    const values = [...new Set(rows.map((row) => (row[column] ?? '').trim()))]
    if (values.length < 2 || values.length > MOST_PARTS || values.every((value) => readSplit(value) !== undefined))
      continue
    const shown = values.toSorted().slice(0, 3).map(quoted).join(', ') + (values.length > 3 ? ', …' : '')
    return `${quoted(name)} in ${file} may say the splits, but holds ${shown}, so it was not used: Strata reads train, validation and test, or 0, 1 and 2.`
  }
  return undefined
}

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

/** What follows once it is clear which column names the images. */
interface Rest {
  /** The columns' names. Empty without a header. */
  readonly names: readonly string[]
  readonly body: readonly (readonly string[])[]
  readonly path: number
  /** The columns that may say the label. */
  readonly rest: readonly number[]
  /** The column that by its name says the split. */
  readonly split: number | undefined
  /** Columns of numbers, those too that can't be labels. */
  readonly boxes: number
}

function decideLabel({ names, body, path, rest, split, boxes }: Rest): LabelDecision {
  const hasHeader = names.length > 0
  const rank = (column: number): number => labelRank(names[column] ?? '')
  const clear = (label: number, splitColumn = split): LabelDecision => ({
    kind: 'clear',
    columns: columnsOf(path, label, splitColumn),
  })
  // A column that says the same of all is no label where others are.
  const varies = (column: number): boolean => new Set(body.map((row) => row[column])).size > 1
  const byName = rest.filter((column) => rank(column) < Infinity && (rest.length === 1 || varies(column)))
  const whole = byName.filter((column) => rank(column) < LABEL_NAMES.length)
  const labelled = (whole.length > 0 ? whole : byName).toSorted((a, b) => rank(a) - rank(b))
  const [first] = labelled
  // Ludwig's own names leave no doubt, whatever else there is.
  const isLudwig = rankOf(names[path] ?? '', PATH_NAMES) === 0 && first !== undefined && rank(first) === 0
  if (first !== undefined && (labelled.length === 1 || isLudwig)) return clear(first)
  if (rest.length === 0) return unlabelled(path, split)
  const words = rest.filter((column) => !body.every((row) => isNumber(row[column] ?? '')))
  if (!hasHeader && body.length > 0 && boxes >= BOX_COLUMNS && words.length <= 1) {
    // Boxes around what is seen, as object detection has them. They stand behind the label or without one.
    return words[0] === undefined ? unlabelled(path, split) : clear(words[0])
  }
  if (rest.length === 1)
    return split === undefined && areSplitWords(body, rest[0]!) ? unlabelled(path, rest[0]) : clear(rest[0]!)
  // Numbers and names of the same classes: names tell a person more.
  if (labelled.length > 1 && saySame(body, labelled)) {
    return clear(labelled.find((column) => words.includes(column)) ?? first!)
  }
  const splitLike = rest.filter((column) => saysSplits(body, column))
  const inPath = labelInPath(
    body,
    path,
    (labelled.length > 1 ? labelled : words).filter((column) => !splitLike.includes(column)),
  )
  if (inPath !== undefined) {
    // Words such as train and test are splits, and numbers may be anything.
    const [said] = splitLike.filter((column) => words.includes(column))
    return clear(inPath, split ?? said ?? (hasHeader || rest.length > 2 ? undefined : splitLike[0]))
  }
  // Two columns without names may as well be a label and a split.
  if (first === undefined && (hasHeader || rest.length > 2) && areOneHot(body, rest)) {
    const classes = rest.map((column, i) => names[column] || String(i))
    return { kind: 'clear', columns: columnsOf(path, rest[0]!, split), oneHot: { columns: rest, classes } }
  }
  if (!hasHeader && rest.length === 2 && splitLike.length === 1) {
    return clear(
      rest.find((column) => column !== splitLike[0])!,
      splitLike[0],
    )
  }
  const splitColumn = split ?? (first === undefined && splitLike.length === 1 ? splitLike[0] : undefined)
  // Classes come again and again. A column with as many values as rows says something else, and one with a single value says nothing.
  const valuesOf = (column: number): number => new Set(body.map((row) => row[column])).size
  const [label] = (first === undefined ? rest : labelled)
    .filter((column) => column !== splitColumn)
    .toSorted(
      (a, b) => Number(valuesOf(a) === 1) - Number(valuesOf(b) === 1) || rank(a) - rank(b) || valuesOf(a) - valuesOf(b),
    )
  return { kind: 'doubtful', guess: columnsOf(path, label!, splitColumn), isNamed: first !== undefined }
}

/** Each value of one stands beside one value of every other, and values come again. */
function saySame(body: readonly (readonly string[])[], columns: readonly number[]): boolean {
  const countOf = (own: readonly number[]): number =>
    new Set(body.map((row) => own.map((column) => tidyLabel(row[column] ?? '')).join('\n'))).size
  const all = countOf(columns)
  return body.length >= REPEATED * all && columns.every((column) => countOf([column]) === all)
}

/** The one column that says nearly always what one of the image's folders is called, and more often than all others. */
function labelInPath(
  body: readonly (readonly string[])[],
  path: number,
  columns: readonly number[],
): number | undefined {
  const shares = columns.map((column) => {
    const agreeing = body.filter((row) => (row[path] ?? '').split(/[\\/]/).slice(0, -1).includes(row[column]!))
    return { column, share: agreeing.length / Math.max(1, body.length) }
  })
  const [best, ...others] = shares.toSorted((a, b) => b.share - a.share)
  if (best === undefined || best.share < IN_PATH) return undefined
  const rivals = others.filter(({ share }) => share === best.share)
  return rivals.every(({ column }) => body.every((row) => row[column] === row[best.column])) ? best.column : undefined
}

function saysSplits(body: readonly (readonly string[])[], column: number): boolean {
  return body.length > 0 && body.every((row) => readSplit((row[column] ?? '').trim()) !== undefined)
}

/** Such as `train` and `test`: two of them at least, and nothing else. */
function areSplitWords(body: readonly (readonly string[])[], column: number): boolean {
  const texts = body.map((row) => (row[column] ?? '').trim())
  return (
    texts.every((text) => /^\p{L}/u.test(text)) && saysSplits(body, column) && new Set(texts.map(readSplit)).size > 1
  )
}

function unlabelled(path: number, split: number | undefined): LabelDecision {
  return split === undefined ? { kind: 'unlabelled', path } : { kind: 'unlabelled', path, split }
}

function columnsOf(path: number, label: number, split: number | undefined): ImageColumns {
  return split === undefined ? { path, label } : { path, label, split }
}

/** Names of which one word is a label's, as `Finding Labels` and `category_id`, come behind those that are labels' as a whole. */
function labelRank(name: string): number {
  const whole = rankOf(name, LABEL_NAMES)
  if (whole < Infinity) return whole
  const words = name.toLowerCase().split(/[^\p{L}]+/u)
  return words.some((word) => /^(labels?|class|category)$/.test(word)) ? LABEL_NAMES.length : Infinity
}

/** Infinity when it is none of them. Capitals, blanks and marks between words don't count. */
function rankOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  return place < 0 ? Infinity : place
}
