/** Finds the pixels in a table of one image a row: which columns they are, and which is the label. */
import { quoted } from '../../common/text'
import { MAX_CLASSES } from '../classes'
import { describeSplitFlags, findSplitFlags } from '../labels/splitFlags'
import { findFacts, judgeLabels } from './columnFacts'
import { leastWhite } from '../images/pixelForm'
import { isLabelName, isPixelName, isSplitFlagName, isSplitName } from './columnNames'
import { holdsNumbers } from './header'
import { isIndexColumn } from './labelColumns'
import { areOneHot, type OneHot } from './oneHot'
import { findGeometry } from './pixelGeometry'
import type { LabelCandidate, PixelColumns, TableSample } from './tableProfile'
import { ABOVE_WHITE, AROUND_ZERO, BYTES, FRACTIONS, noteRange, type ValueRange } from './valueRange'

/** The least pixels of an image whose columns have no names that speak of pixels: other tables of numbers have fewer columns. */
const FEWEST_UNNAMED = 49
const FEWEST_NAMED = 9
/** The rows without a header after which a column that counts is taken for an index and not for labels. */
const COUNTED_ROWS = 32

/** As many numbers with blanks between them as make an image of 7 x 7. */
const PACKED = /^\s*\d+(\s+\d+){48}/

/** Columns beside the pixels beyond which none is taken for a label. */
const MAX_BESIDE = 512
/** A field of a column that is one of a class. */
const FLAG = /^(true|false|[01](\.0*(e\+?00)?)?)$/i

/** Values of a column that a person sees to know it by. */
const SHOWN_VALUES = 12

/** Columns that a person is shown as those that may be the label. */
const SHOWN_CANDIDATES = 12
/** Instead of a column, in a person's choice: no column of the table is the label. */
export const NO_LABEL = -1

/** In `places`: the column is no pixel. */
const NO_PIXEL = -1

/** The columns taken as pixels, beside what may say the label. */
interface Attempt {
  readonly pixels: readonly number[]
  readonly label?: number
  readonly oneHot?: OneHot
  /** The label is at one of the ends of these columns. */
  readonly isLabelAmong?: boolean
}

/** The fields of some columns, in rows from the whole table. */
type SpreadOf = (columns: readonly number[]) => Promise<readonly (readonly string[])[]>

/** Undefined for a table of something else. A reason, as a sentence, when it is a table of pixels that make no image. */
export async function findPixelColumns(
  file: string,
  sample: TableSample,
  spreadOf: SpreadOf,
): Promise<
  { readonly columns: PixelColumns; readonly notes: readonly string[] } | { readonly reason: string } | undefined
> {
  const { header, columns, rows } = sample
  const packed = Array.from({ length: columns }, (_, column) => column).find((column) => isPacked(rows, column))
  if (packed !== undefined) {
    const name = header === undefined ? '' : `, ${quoted(header[packed]!)}`
    return {
      reason: `${file} has all pixels of an image in one column${name}: give each pixel a column of its own.`,
    }
  }
  if (columns < FEWEST_NAMED || rows.length === 0) return undefined
  const numeric = Array.from({ length: columns }, (_, column) => column).filter((column) => holdsNumbers(rows, column))
  const splits = (header ?? []).flatMap((name, column) =>
    isSplitName(name) || (isSplitFlagName(name) && !isPixelName(name)) ? [column] : [],
  )
  const byName = findNamedLabel(sample)
  let pixels = numeric.filter((column) => column !== byName && !splits.includes(column))
  const named = header === undefined ? [] : pixels.filter((column) => isPixelName(header[column]!))
  if (named.length > 0.9 * pixels.length || (named.length >= FEWEST_UNNAMED && findGeometry(file, sample, named)))
    pixels = named
  if (pixels.length < (pixels === named ? FEWEST_NAMED : FEWEST_UNNAMED)) return undefined
  if (areOneHot(rows, pixels)) return undefined

  const beside = byName === undefined ? await findLabelBeside(sample, numeric, splits, spreadOf) : { label: byName }
  if (beside.label !== undefined) pixels = pixels.filter((column) => column !== beside.label)
  const split = await findSplit(file, header ?? [], splits, spreadOf)
  for await (const tried of attempts(file, sample, pixels, beside, spreadOf)) {
    const { isLabelAmong, oneHot } = tried
    if (findGeometry(file, sample, isLabelAmong === true ? tried.pixels.slice(1) : tried.pixels) === undefined) continue
    const taken = isLabelAmong === true ? await takeLabel(tried.pixels, spreadOf) : { label: tried.label }
    const chosen = tried.pixels.filter((column) => column !== taken.label)
    const geometry = findGeometry(file, sample, chosen)
    if (geometry === undefined) continue
    const places = new Int32Array(columns).fill(NO_PIXEL)
    for (const [i, column] of chosen.entries()) places[column] = geometry.order[i]!
    const { width, height, channels } = geometry
    const range = findRange(rows, chosen)
    const { ends = [], ...label } = 'ends' in taken ? taken : { ...taken, ends: [] }
    const candidates = [...ends, ...findCandidates(sample, places, { ...label, oneHot }, [...ends, split.split])]
    const found: PixelColumns = {
      ...{ width, height, channels, places, range, candidates, ...label, ...split },
      ...(oneHot === undefined ? {} : { oneHot }),
    }
    const notes = [noteHeader(file, sample), noteRange(file, range), geometry.note, split.note]
    return { columns: found, notes: notes.filter((sentence) => sentence !== undefined) }
  }
  const count = pixels.length.toLocaleString('en-US')
  return {
    reason: `${file} has ${count} columns of numbers, which make no square image, grey or in colour: give each image one column a pixel, such as 784 for 28 × 28.`,
  }
}

/** A row of numbers among the names is an image that was lost before the file came. */
function noteHeader(file: string, { isNumbered }: TableSample): string | undefined {
  if (isNumbered !== true) return undefined
  return `The first row of ${file} is that of an image which pandas took for names, so it was left out.`
}

/** Whole images in one field, with blanks between their pixels, as FER-2013 has them. */
function isPacked(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => PACKED.test(row[column]!))
}

/** The first column that is named as labels are. */
function findNamedLabel({ header }: TableSample): number | undefined {
  const byName = header?.findIndex((name) => name !== '' && isLabelName(name)) ?? -1
  return byName < 0 ? undefined : byName
}

/** The label beside the pixels: the one column of words that come again, or the one that is no pixel by its name, or one a class. */
async function findLabelBeside(
  sample: TableSample,
  numeric: readonly number[],
  splits: readonly number[],
  spreadOf: SpreadOf,
): Promise<Pick<Attempt, 'label' | 'oneHot'>> {
  const { header, columns, rows } = sample
  const isNumeric = new Set(numeric)
  const words: number[] = []
  for (let column = 0; column < columns; column++) {
    if (!isNumeric.has(column) && !splits.includes(column) && rows.some((row) => row[column] !== '')) words.push(column)
  }
  const unnamed =
    header === undefined
      ? []
      : numeric.filter(
          (column) => !splits.includes(column) && !isPixelName(header[column]!) && !isIndexColumn(sample, column),
        )
  if (words.length + unnamed.length === 0 || words.length + unnamed.length > MAX_BESIDE) return {}
  const candidates = [...words, ...unnamed]
  const spread = await spreadOf(candidates)
  const areLabels = (column: number): boolean => {
    const place = candidates.indexOf(column)
    const { different, isUnique, areWhole } = findFacts(spread.map((row) => row[place]!))
    return different <= MAX_CLASSES && !isUnique && (areWhole || !isNumeric.has(column))
  }
  const [word, ...otherWords] = words.filter(areLabels)
  if (word !== undefined) return otherWords.length === 0 ? { label: word } : {}
  const places = unnamed.map((column) => candidates.indexOf(column))
  if (unnamed.length > 1 && areOneHot(spread, places)) {
    return { oneHot: { columns: unnamed, classes: unnamed.map((column) => header![column]!) } }
  }
  const [label, ...others] = unnamed.filter(areLabels)
  return others.length === 0 && label !== undefined ? { label } : {}
}

/** The column that says the split: one named so, or the only one that says whether a row is in the split of its name. */
async function findSplit(
  file: string,
  names: readonly string[],
  splits: readonly number[],
  spreadOf: SpreadOf,
): Promise<Pick<PixelColumns, 'split' | 'splitFlags'> & { readonly note?: string }> {
  const named = splits.find((column) => isSplitName(names[column]!))
  if (named !== undefined || splits.length === 0) return { split: named }
  const own = splits.map((column) => names[column]!)
  const flags = findSplitFlags(own, await spreadOf(splits), [...splits.keys()])
  if (flags === undefined) return { split: undefined }
  if (flags.columns.length > 1) {
    const note = `${file} has several columns that speak of splits, such as ${quoted(own[0]!)} and ${quoted(own[1]!)}, and none was followed.`
    return { split: undefined, note }
  }
  const note = `In ${file}, ${describeSplitFlags(own, flags)}.`
  return { split: splits[flags.columns[0]!], splitFlags: { ...flags, columns: [0] }, note }
}

/**
 * Ways to take the columns, the likeliest first: all as pixels, without an index, with one column a class at an end, with a label at an
 * end.
 */
async function* attempts(
  file: string,
  sample: TableSample,
  pixels: readonly number[],
  beside: Pick<Attempt, 'label' | 'oneHot'>,
  spreadOf: SpreadOf,
): AsyncGenerator<Attempt, void, undefined> {
  const isIndexed =
    (sample.header !== undefined || sample.rows.length >= COUNTED_ROWS) && isIndexColumn(sample, pixels[0]!)
  const own = beside.oneHot === undefined ? pixels : pixels.filter((column) => !beside.oneHot!.columns.includes(column))
  yield { pixels: own, ...beside }
  if (isIndexed) yield { pixels: own.slice(1), ...beside }
  if (beside.label !== undefined || beside.oneHot !== undefined) return
  const ways = isIndexed ? [pixels, pixels.slice(1)] : [pixels]
  for (const way of ways) {
    const found = await findOneHotEnd(file, sample, way, spreadOf)
    if (found !== undefined) yield found
    yield { pixels: way, isLabelAmong: true }
  }
  if (isIndexed) return
  // A key that does not count.
  const spread = await spreadOf([pixels[0]!])
  if (!findFacts(spread.map(([cell]) => cell!)).isUnique) return
  yield { pixels: pixels.slice(1) }
  yield { pixels: pixels.slice(1), isLabelAmong: true }
}

/** The fewest columns at one of the ends that hold a single one among zeros, and leave an image. */
async function findOneHotEnd(
  file: string,
  sample: TableSample,
  pixels: readonly number[],
  spreadOf: SpreadOf,
): Promise<Attempt | undefined> {
  const isFlag = (column: number): boolean => sample.rows.every((row) => FLAG.test(row[column]!))
  for (const isLast of [true, false]) {
    const inward = isLast ? pixels.toReversed() : pixels
    const most = inward.slice(0, MAX_CLASSES + 1).findIndex((column) => !isFlag(column))
    for (let count = 2; count <= (most < 0 ? Math.min(MAX_CLASSES, pixels.length) : most); count++) {
      const columns = inward.slice(0, count).toSorted((a, b) => a - b)
      const rest = isLast ? pixels.slice(0, -count) : pixels.slice(count)
      if (!areOneHot(sample.rows, columns) || findGeometry(file, sample, rest) === undefined) continue
      const spread = await spreadOf(columns)
      const places = [...columns.keys()]
      const ones = places.filter((place) => spread.some((row) => Number(row[place]) === 1))
      if (ones.length < 2 || !areOneHot(spread, places)) continue
      const classes = columns.map((column, i) => sample.header?.[column] || String(i))
      return { pixels: rest, oneHot: { columns, classes } }
    }
  }
  return undefined
}

/** The columns that are no pixels, the label first, without those that are known or say the split. */
function findCandidates(
  { columns, rows }: TableSample,
  places: Int32Array,
  { label, oneHot }: { readonly label: number | undefined; readonly oneHot: OneHot | undefined },
  without: readonly (LabelCandidate | number | undefined)[],
): LabelCandidate[] {
  const known = new Set(without.map((each) => (typeof each === 'object' ? each.column : each)))
  const taken = label ?? oneHot?.columns[0]
  const others = Array.from({ length: columns }, (_, column) => column).filter(
    (column) => places[column] === NO_PIXEL && column !== taken && oneHot?.columns.includes(column) !== true,
  )
  return [...(taken === undefined ? [] : [taken]), ...others]
    .filter((column) => !known.has(column))
    .slice(0, SHOWN_CANDIDATES)
    .map((column) => ({ column, values: someOf(rows.map((row) => row[column]!)) }))
}

/** Some values, from all over. */
function someOf(values: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(values.length / SHOWN_VALUES))
  return Array.from({ length: Math.min(SHOWN_VALUES, values.length) }, (_, i) => values[i * step]!)
}

/** Takes the first or the last column as the label, by the whole table. Where both may be, the first is a guess. */
async function takeLabel(
  pixels: readonly number[],
  spreadOf: SpreadOf,
): Promise<Pick<PixelColumns, 'label' | 'isLabelInDoubt'> & { readonly ends: readonly LabelCandidate[] }> {
  const columns = [pixels[0]!, pixels.at(-1)!]
  const spread = await spreadOf(columns)
  const [first, last] = columns.map((_, end) => findFacts(spread.map((row) => row[end]!)))
  const judged = judgeLabels(first!, last!)
  const ends = columns.map((column, end) => ({ column, values: someOf(spread.map((row) => row[end]!)) }))
  if (judged !== undefined) return { label: judged === 'first' ? columns[0] : columns[1], ends }
  return { label: columns[0], ends, isLabelInDoubt: true }
}

/** The same table with another of its candidates as the label, or with none where `label` is NO_LABEL. */
export function withLabel({ oneHot, ...shape }: PixelColumns, label: number): PixelColumns {
  const decided = { ...shape, isLabelInDoubt: false }
  if (oneHot !== undefined && label === oneHot.columns[0]) return { ...decided, oneHot }
  if (label === NO_LABEL) return { ...decided, label: undefined }
  if (shape.places[label] === NO_PIXEL) return { ...decided, label }
  // The end of a row that was taken for the label is a pixel then.
  const before = [...shape.places.keys()].filter((column) => shape.places[column] !== NO_PIXEL)
  const order = before.map((column) => shape.places[column]!)
  const pixels = [...before, shape.label!].filter((column) => column !== label).toSorted((a, b) => a - b)
  const places = new Int32Array(shape.places.length).fill(NO_PIXEL)
  for (const [i, column] of pixels.entries()) places[column] = order[i]!
  return { ...decided, places, label }
}

/** One row in so many may be wrong. */
const FEW_ROWS = 10
const MOST_DEEP = 65_535

/** By the rows in which values are below 0, above 1 and above 255: one row may be wrong. */
function findRange(rows: readonly (readonly string[])[], pixels: readonly number[]): ValueRange | undefined {
  let between = 0
  let above = 0
  let most = 0
  let areWhole = true
  const count = { negative: 0, beyondOne: 0, deep: 0 }
  for (const row of rows) {
    let [least, largest] = [0, 0]
    for (const column of pixels) {
      const value = Number(row[column])
      areWhole &&= Number.isInteger(value)
      if (value > 0 && value < 1) between += 1
      else if (value > ABOVE_WHITE) above += 1
      if (value > largest) largest = value
      if (value < least) least = value
    }
    if (largest > most) most = largest
    if (least < 0) count.negative += 1
    if (least < -ABOVE_WHITE || largest > ABOVE_WHITE) count.beyondOne += 1
    if (largest > 255 * ABOVE_WHITE) count.deep += 1
  }
  const isMost = (rowsSo: number): boolean => 2 * rowsSo > rows.length
  if (isMost(count.negative)) return isMost(count.beyondOne) ? undefined : AROUND_ZERO
  const mayBeDeep = areWhole && count.negative === 0 && most <= MOST_DEEP
  if (mayBeDeep && FEW_ROWS * count.deep > rows.length) return { black: 0, white: leastWhite(most) }
  if (isMost(count.deep)) return undefined
  return between > 0 && above <= (rows.length * pixels.length) / 1000 ? FRACTIONS : BYTES
}
