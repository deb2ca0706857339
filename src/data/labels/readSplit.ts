/** Reads what a table writes for a split. */
import { quoted } from '../../common/text'
import { UNSAID } from '../imageSet'
import { rankOf, SPLIT_NAMES } from './columnRanks'
import { splitOfName } from './fileNames'

/** Values of a column that parts the images, at the most. */
const MOST_PARTS = 20

const SPLIT_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['0', 0],
  ['1', 1],
  ['2', 2],
  ['0.0', 0],
  ['1.0', 1],
  ['2.0', 2],
])

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

/** Whether a column says the splits of all rows. */
export function saysSplits(body: readonly (readonly string[])[], column: number): boolean {
  return body.length > 0 && body.every((row) => readSplit((row[column] ?? '').trim()) !== undefined)
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
