/** Finds the pixels in a table of one image a row: which columns they are, and which is the label. */
import { quoted } from '../../common/text'
import { isLabelName, isPixelName, isSplitName } from './columnNames'
import { holdsNumbers } from './header'
import { isIndexColumn } from './labelColumns'
import { areOneHot } from './oneHot'
import { ABOVE_WHITE } from './parsePixelRow'
import { findGeometry } from './pixelGeometry'
import type { PixelColumns, TableSample } from './tableProfile'

/** The least pixels of an image whose columns have no names that speak of pixels: other tables of numbers have fewer columns. */
const FEWEST_UNNAMED = 49
const FEWEST_NAMED = 9
/** The rows without a header after which a column that counts is taken for an index and not for labels. */
const COUNTED_ROWS = 32

/** As many numbers with blanks between them as make an image of 7 x 7. */
const PACKED = /^\s*\d+(\s+\d+){48}/

/** In `places`: the column is no pixel. */
const NO_PIXEL = -1

/** The columns taken as pixels, beside the label. */
interface Attempt {
  readonly pixels: readonly number[]
  readonly label: number | undefined
  readonly note?: string
}

/** Undefined for a table of something else. A reason, as a sentence, when it is a table of pixels that make no image. */
export function findPixelColumns(
  file: string,
  sample: TableSample,
): { readonly columns: PixelColumns; readonly notes: readonly string[] } | { readonly reason: string } | undefined {
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
  const split = header?.findIndex(isSplitName) ?? -1
  const namedLabel = findNamedLabel(sample, numeric, split)
  let pixels = numeric.filter((column) => column !== namedLabel && column !== split)
  const named = header === undefined ? [] : pixels.filter((column) => isPixelName(header[column]!))
  if (named.length > 0.9 * pixels.length) pixels = named
  if (pixels.length < (pixels === named ? FEWEST_NAMED : FEWEST_UNNAMED)) return undefined
  if (areOneHot(rows, pixels)) return undefined

  for (const { pixels: tried, label, note } of attempts(file, sample, pixels, namedLabel)) {
    const geometry = findGeometry(file, sample, tried)
    if (geometry === undefined) continue
    const places = new Int32Array(columns).fill(NO_PIXEL)
    for (const [i, column] of tried.entries()) places[column] = geometry.order[i]!
    const { width, height, channels } = geometry
    const isFraction = areFractions(rows, tried)
    return {
      columns: { width, height, channels, places, label, split: split < 0 ? undefined : split, isFraction },
      notes: [note, geometry.note].filter((sentence) => sentence !== undefined),
    }
  }
  const count = pixels.length.toLocaleString('en-US')
  return {
    reason: `${file} has ${count} columns of numbers, which make no square image, grey or in colour: give each image one column a pixel, such as 784 for 28 × 28.`,
  }
}

/** Whole images in one field, with blanks between their pixels, as FER-2013 has them. */
function isPacked(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => PACKED.test(row[column]!))
}

/** The one column that is named as labels are, or that alone is no pixel by its name, or that alone holds words. */
function findNamedLabel(
  { header, columns, rows }: TableSample,
  numeric: readonly number[],
  split: number,
): number | undefined {
  const byName = header?.findIndex((name) => name !== '' && isLabelName(name)) ?? -1
  if (byName >= 0) return byName
  const isNumeric = new Set(numeric)
  const words: number[] = []
  for (let column = 0; column < columns; column++) {
    if (!isNumeric.has(column) && column !== split && rows.some((row) => row[column] !== '')) words.push(column)
  }
  if (words.length === 1) return words[0]
  if (header === undefined || words.length > 1) return undefined
  const sample = { header, columns, rows }
  const others = numeric.filter(
    (column) => column !== split && !isPixelName(header[column]!) && !isIndexColumn(sample, column),
  )
  return others.length === 1 ? others[0] : undefined
}

/** Ways to take the columns, the likeliest first: all as pixels, without an index, without a label, without both. */
function* attempts(
  file: string,
  sample: TableSample,
  pixels: readonly number[],
  label: number | undefined,
): Generator<Attempt, void, undefined> {
  const isIndexed =
    (sample.header !== undefined || sample.rows.length >= COUNTED_ROWS) && isIndexColumn(sample, pixels[0]!)
  yield { pixels, label }
  if (isIndexed) yield { pixels: pixels.slice(1), label }
  if (label !== undefined) return
  yield takeLabel(file, sample, pixels)
  if (isIndexed) yield takeLabel(file, sample, pixels.slice(1))
}

/** Takes the first or the last column as the label, whichever looks more like labels: whole numbers that vary and are small. */
function takeLabel(file: string, { rows }: TableSample, pixels: readonly number[]): Attempt {
  const [first, last] = [pixels[0]!, pixels.at(-1)!].map((column) => {
    const values = rows.map((row) => Number(row[column]))
    return {
      column,
      varies: new Set(values).size > 1,
      most: Math.max(...values),
      areWhole: values.every(Number.isInteger),
    }
  })
  const take = (end: { column: number }, note?: string): Attempt => ({
    pixels: pixels.filter((column) => column !== end.column),
    label: end.column,
    ...(note === undefined ? {} : { note }),
  })
  if (first!.areWhole !== last!.areWhole) return take(first!.areWhole ? first! : last!)
  if (first!.varies !== last!.varies) return take(first!.varies ? first! : last!)
  if (first!.most * 2 < last!.most) return take(first!)
  if (last!.most * 2 < first!.most) return take(last!)
  return take(first!, `${file} does not say where its labels are, so its first column was taken for them.`)
}

/** Some are between 0 and 1, and next to none are above: one row may be wrong. */
function areFractions(rows: readonly (readonly string[])[], pixels: readonly number[]): boolean {
  let between = 0
  let above = 0
  for (const row of rows) {
    for (const column of pixels) {
      const value = Number(row[column])
      if (value > 0 && value < 1) between += 1
      else if (value > ABOVE_WHITE) above += 1
    }
  }
  return between > 0 && above <= (rows.length * pixels.length) / 1000
}
