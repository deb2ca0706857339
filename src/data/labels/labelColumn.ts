/** Decides which column of a table of images is the label, once it is clear which one names the images. */
import type { ImageColumns } from '../importSettings'
import { tidyLabel } from '../tables/labelText'
import { areOneHot, type OneHot } from '../tables/oneHot'
import { isNumber } from '../tables/textForm'
import { LABEL_NAMES, labelRank, PATH_NAMES, rankOf } from './columnRanks'
import { readSplit, saysSplits } from './readSplit'
import type { SplitFlags } from './splitFlags'

/** Rows that a table must have more than values, for two columns to say the same. */
const REPEATED = 2
/** The share of rows in which a label stands in the image's path too. */
const IN_PATH = 0.95

/** A box has four numbers. */
const BOX_COLUMNS = 4

export type LabelDecision =
  /** With `oneHot` these columns say the label, of which `columns.label` is the first. `flags` say the split. */
  | { readonly kind: 'clear'; readonly columns: ImageColumns; readonly oneHot?: OneHot; readonly flags?: SplitFlags }
  /** `isNamed`: the name of a column says that it is the label. */
  | { readonly kind: 'doubtful'; readonly guess: Partial<ImageColumns>; readonly isNamed: boolean }
  /** It names images and no labels. It may say their splits, by one column or by flags. */
  | { readonly kind: 'unlabelled'; readonly path: number; readonly split?: number; readonly flags?: SplitFlags }

/** What is known of the other columns. */
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

/** Goes by the names of columns, then by what they hold. */
export function decideLabel({ names, body, path, rest, split, boxes }: Rest): LabelDecision {
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
  // Several columns that each say the same of all images, such as their format and size, are no labels.
  const areAlike = first === undefined && rest.length > 1 && body.length > 1 && !rest.some(varies)
  if (rest.length === 0 || areAlike) return unlabelled(path, split)
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
