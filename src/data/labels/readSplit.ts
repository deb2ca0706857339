/** Reads what a table writes for a split. */
import { UNSAID } from '../imageSet'
import { splitOfName } from './fileNames'

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
