/** Columns of zeros and ones, or of booleans, that say whether an image is in the split that their name speaks of: `is_valid`. */
import { SPLITS, type Split } from '../../model/split'
import { isSplitFlagName } from '../tables/columnNames'
import { splitsInName } from './fileNames'

const [TRAIN, VALIDATION, TEST] = SPLITS.map((_, split) => split) as [number, number, number]

const YES = /^(true|t|yes|y|1|1\.0*)$/i
const NO = /^(false|f|no|n|0|0\.0*)$/i

export interface SplitFlags {
  /** `columns[i]` says whether a row is in `splits[i]`. */
  readonly columns: readonly number[]
  readonly splits: readonly number[]
  /** The split of rows that are in none of them. */
  readonly otherwise: number
}

/**
 * The flags among some columns, by their names and by what they hold. `rows` come from the whole table. Undefined when there are none,
 * or when they say the same of all rows.
 *
 * What is not train is test. What is not validation or test is train. A name of two splits, as `train_test_split`, has 1 for the first
 * and 0 for the second.
 */
export function findSplitFlags(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  columns: readonly number[],
): SplitFlags | undefined {
  const flags = columns.filter((column) => isSplitFlagName(names[column] ?? '') && areFlags(rows, column))
  const said = flags.map((column) => splitsInName(names[column]!))
  const [first] = said
  if (first === undefined || said.some(([split], i) => said.findIndex(([other]) => other === split) < i))
    return undefined
  const splits = said.map(([split]) => split!)
  const otherwise = flags.length === 1 && first[1] !== undefined ? first[1] : restOf(splits)
  return { columns: flags, splits, otherwise }
}

function restOf(splits: readonly number[]): number {
  if (!splits.includes(TRAIN)) return TRAIN
  return splits.includes(TEST) ? VALIDATION : TEST
}

/** Each row has one. */
export function holdsFlags(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.length > 0 && rows.every((row) => readFlag(row[column] ?? '') !== undefined)
}

/** Both values are there, and next to nothing else. */
function areFlags(rows: readonly (readonly string[])[], column: number): boolean {
  const values = rows.map((row) => readFlag(row[column] ?? ''))
  return values.includes(true) && values.includes(false) && !values.includes(undefined)
}

/** The index in SPLITS of a row. Undefined when a flag is none. */
export function readSplitFlags(
  fields: readonly string[],
  { columns, splits, otherwise }: SplitFlags,
): number | undefined {
  let found: number | undefined
  for (const [i, column] of columns.entries()) {
    const flag = readFlag(fields[column] ?? '')
    if (flag === undefined) return undefined
    if (flag) found ??= splits[i]
  }
  return found ?? otherwise
}

/** What the flags were taken to say, for a sentence: `“is_valid” is true for validation images and false for train images`. */
export function describeSplitFlags(names: readonly string[], { columns, splits, otherwise }: SplitFlags): string {
  const nameOf = (split: number): Split => SPLITS[split]!
  const each = columns.map((column, i) => `“${names[column]!}” is 1 or true for ${nameOf(splits[i]!)} images`)
  return `${each.join(', ')}, and all others are ${nameOf(otherwise)} images`
}

function readFlag(text: string): boolean | undefined {
  const flag = text.trim()
  if (YES.test(flag)) return true
  return NO.test(flag) ? false : undefined
}
