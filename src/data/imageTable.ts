/**
 * Reads Ludwig's table of images: a CSV with the columns `image_path`, `label` and, if it is there, `split` (0 train, 1 validation,
 * 2 test), in any order and among others.
 */
import Papa from 'papaparse'
import { MAX_CLASSES } from './classes'
import { ImportError, SPLITS } from './dataset'
import type { ProblemList } from './problems'
import { counted, quoted } from './problems'

/** The most rows that are read. */
const MAX_ROWS = 1_000_000

/** The usable rows, column by column. */
export interface ImageTable {
  readonly file: string
  readonly paths: string[]
  readonly labels: string[]
  /** Indices into SPLITS; undefined when the table has no such column. */
  readonly splits: number[] | undefined
  /** Where each stands in the file; the header is row 1. */
  readonly rows: number[]
  /** What the rows that were left out name, where they name an image. */
  readonly leftOutPaths: string[]
}

interface Columns {
  readonly path: number
  readonly label: number
  readonly split: number | undefined
}

const SPLIT_WORDS: ReadonlyMap<string, number> = new Map(
  [
    ['0', '0.0', 'train', 'training'],
    ['1', '1.0', 'val', 'valid', 'validation'],
    ['2', '2.0', 'test', 'testing'],
  ].flatMap((words, split) => words.map((word) => [word, split] as const)),
)

/** The names in the first row, trimmed. */
export function readHeader(text: string): string[] {
  const [names] = parse(text, 1).data
  return (names ?? []).map((name) => name.trim())
}

/** Whether a table with this header is one of images. */
export function hasImageColumns(header: readonly string[]): boolean {
  return findColumns(header) !== undefined
}

/** Says what the first row holds instead. */
export function missingColumns(file: string, header: readonly string[]): ImportError {
  const names = header.slice(0, 6).map(quoted).join(', ') + (header.length > 6 ? ', …' : '')
  const message = `The first row of ${file} reads ${names}: it must name the columns image_path and label, and split if there is one.`
  return new ImportError(message, { file, row: 1 })
}

/**
 * Values are read without the blanks around them: labels that differ in nothing else are nearly always one class.
 * Rows that can't be used are left out and put in `problems`. Throws ImportError when the table as a whole is of no use: no usable row,
 * one class or too many, nothing to train on.
 */
export function readImageTable(file: string, text: string, problems: ProblemList): ImageTable {
  const { data, errors, meta } = parse(text, MAX_ROWS + 2)
  const [header = []] = data
  const columns = findColumns(header)
  if (columns === undefined) throw missingColumns(file, header)
  if (data.length > MAX_ROWS + 1) {
    throw new ImportError(
      `${file} has more than ${counted(MAX_ROWS, 'rows')}, the most that are read: split it into smaller sets.`,
      { file },
    )
  }
  const misquoted = new Map(errors.map((error) => [error.row, error.code]))
  const table = {
    file,
    paths: [] as string[],
    labels: [] as string[],
    splits: [] as number[],
    rows: [] as number[],
    leftOutPaths: [] as string[],
  }

  for (let i = 1; i < data.length; i++) {
    const fields = data[i]!
    if (fields.length === 1 && fields[0]!.trim() === '') continue
    const path = fields[columns.path]?.trim() ?? ''
    const label = fields[columns.label]?.trim() ?? ''
    const split = columns.split === undefined ? 0 : SPLIT_WORDS.get((fields[columns.split] ?? '').trim().toLowerCase())
    const problem = findRowProblem(fields, header, misquoted.get(i), { path, label, split, columns })
    if (problem !== undefined) {
      problems.add(problem.kind, { message: problem.message, file, row: i + 1 })
      for (const named of namedPaths(fields, columns.path, meta.delimiter)) table.leftOutPaths.push(named)
    } else {
      table.paths.push(path)
      table.labels.push(label)
      table.splits.push(split!)
      table.rows.push(i + 1)
    }
  }
  checkTable(table, columns.split !== undefined, problems)
  return columns.split === undefined ? { ...table, splits: undefined } : table
}

function parse(text: string, rows: number): Papa.ParseResult<string[]> {
  return Papa.parse<string[]>(text, { delimitersToGuess: [',', '\t', ';'], preview: rows })
}

function findColumns(header: readonly string[]): Columns | undefined {
  const names = header.map((name) => name.trim().toLowerCase())
  const path = names.indexOf('image_path')
  const label = names.indexOf('label')
  const split = names.indexOf('split')
  return path < 0 || label < 0 ? undefined : { path, label, split: split < 0 ? undefined : split }
}

interface RowValues {
  readonly path: string
  readonly label: string
  readonly split: number | undefined
  readonly columns: Columns
}

/** What is wrong with a row, if anything, and what it has in common with others of its kind. */
function findRowProblem(
  fields: readonly string[],
  header: readonly string[],
  quoteError: string | undefined,
  { path, label, split, columns }: RowValues,
): { kind: string; message: string } | undefined {
  if (quoteError === 'MissingQuotes') {
    return {
      kind: 'rows open a quotation mark without an end',
      message: 'A quotation mark opens in this row and never ends, so all from here on was left out.',
    }
  }
  if (quoteError !== undefined) {
    return {
      kind: 'rows have a misplaced quotation mark',
      message: 'A quotation mark stands in the wrong place, so the row was left out.',
    }
  }
  if (fields.length !== header.length) {
    return {
      kind: 'rows have a wrong number of fields',
      message: `The row has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'} where the header has ${header.length}, so it was left out.`,
    }
  }
  if (path === '') return { kind: 'rows name no image', message: 'The row names no image, so it was left out.' }
  if (label === '')
    return { kind: 'rows have no label', message: `${quoted(path)} has no label, so the row was left out.` }
  if (split === undefined) {
    return {
      kind: 'rows have an unknown split',
      message: `The split is ${quoted(fields[columns.split!]!.trim())} and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.`,
    }
  }
  return undefined
}

/** The images that a left-out row names: more than one when a quotation mark never ends, and the last field holds all rows behind it. */
function namedPaths(fields: readonly string[], column: number, delimiter: string): string[] {
  const [, ...swallowed] = (fields.at(-1) ?? '').split(/\r?\n/)
  return [fields[column], ...swallowed.map((line) => line.split(delimiter)[column])]
    .map((path) => path?.trim() ?? '')
    .filter((path) => path !== '')
}

function checkTable(table: Required<ImageTable>, hasSplits: boolean, problems: ProblemList): void {
  const { file } = table
  if (table.rows.length === 0) {
    const [first] = problems.list().filter((problem) => problem.file === file)
    if (first?.row === undefined)
      throw new ImportError(`${file} has a header but no rows: it needs one row an image.`, { file })
    throw new ImportError(`No row of ${file} can be used. Row ${first.row}: ${first.message}`, { file, row: first.row })
  }
  const classes = new Set(table.labels)
  if (classes.size > MAX_CLASSES) {
    const message = `${file} has ${counted(classes.size, 'different labels')}, and Strata trains up to ${MAX_CLASSES} classes: is “label” the right column?`
    throw new ImportError(message, { file })
  }
  if (classes.size === 1) {
    throw new ImportError(
      `Every row of ${file} has the label ${quoted(table.labels[0]!)}: a classifier needs at least two classes.`,
      { file },
    )
  }
  if (hasSplits && !table.splits?.includes(SPLITS.indexOf('train'))) {
    throw new ImportError(`No row of ${file} is in the train split: give the rows to train on the split 0.`, { file })
  }
}
