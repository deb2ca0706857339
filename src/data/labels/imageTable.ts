/** Reads a table of images: which image has which label, and, where a column says so, in which split it is. */
import type { ProblemList } from '../../files/problemList'
import { amountOf, counted, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { MAX_CLASSES } from '../classes'
import { readSplit } from './readSplit'
import { UNSAID } from '../imageSet'
import { type JoinedLists, toKey } from './joinLists'
import { spell } from './spelling'
import { readSplitFlags, type SplitFlags } from './splitFlags'
import { MAX_IMAGES } from '../limits'
import type { SourceEntry } from '../../files/sourceEntry'
import { readRows, type TableRow } from '../tables/tableRows'
import { tidyLabel } from '../tables/labelText'
import { readOneHot, type OneHot } from '../tables/oneHot'
import { findLabelProblem, NOT_ONE_HOT } from '../tables/rowFaults'
import type { TextForm } from '../tables/textForm'

/** The largest table that is read; a million rows take about a tenth of it. */
const MAX_TABLE_BYTES = 256 * 2 ** 20

/** The usable rows, column by column. */
export interface ImageTable {
  readonly file: string
  readonly paths: string[]
  /** Empty where the plan names nothing that says them. */
  readonly labels: string[]
  /** Indices into SPLITS; undefined when the table has no such column. */
  readonly splits: number[] | undefined
  /** The row of each in the file, from 1. A header is row 1 too. */
  readonly rows: number[]
  /** The paths in the rows that were left out, where they name an image. */
  readonly leftOutPaths: string[]
}

/** Which columns say what: indices from 0. A table may name images, and say their labels nowhere. */
export interface TableColumns {
  readonly path: number
  readonly label?: number
  readonly split?: number
}

/** How a table is to be read. */
export interface TablePlan {
  readonly form: TextForm
  readonly columns: TableColumns
  /** The columns that say the label, instead of the one in `columns`. */
  readonly oneHot?: OneHot | undefined
  /** The columns that say the split, instead of the one in `columns`. */
  readonly flags?: SplitFlags | undefined
  /** Lists beside the table that say what it does not. */
  readonly join?: Pick<JoinedLists, 'key' | 'labels' | 'splits'> | undefined
  readonly hasHeader: boolean
  /** How many fields most rows have. */
  readonly fields: number
  /** The label column's name, for a sentence. */
  readonly labelName: string
}

/**
 * Reads the table. Values lose the blanks around them: labels that differ in nothing else are nearly always one class. Rows that can't be
 * used are left out and put in `problems`.
 *
 * Throws ImportError when the table as a whole is of no use: no usable row, or too many rows or classes. Throws the signal's reason when
 * it is aborted.
 */
export async function readImageTable(
  entry: SourceEntry,
  plan: TablePlan,
  problems: ProblemList,
  signal: AbortSignal,
): Promise<ImageTable> {
  const { columns, form } = plan
  const file = entry.path
  if ((entry.size ?? 0) > MAX_TABLE_BYTES) {
    throw new ImportError(`${file} is larger than 256 MB, the most that is read: split it into smaller sets.`, { file })
  }
  const table = {
    file,
    paths: [] as string[],
    labels: [] as string[],
    splits: [] as number[],
    rows: [] as number[],
    leftOutPaths: [] as string[],
  }
  const isLabelled = columns.label !== undefined || plan.oneHot !== undefined || plan.join?.labels !== undefined
  const classes = new Set<string>()
  let firstProblem: { message: string; row: number } | undefined

  let isHeader = plan.hasHeader
  for await (const row of readRows(entry, form, signal)) {
    if (row.isBlank) continue
    if (isHeader) {
      isHeader = false
      continue
    }
    const path = row.fields[columns.path]?.trim() ?? ''
    const label = readLabel(row.fields, plan)
    const splitText = (row.fields[plan.flags?.columns[0] ?? columns.split ?? -1] ?? '').trim()
    const split = readSplitOf(row.fields, plan, splitText)
    const problem =
      findRowProblem(row, plan.fields, { path, split, splitText }) ??
      (isLabelled ? findProblemOfLabel(path, label) : undefined)
    if (problem !== undefined) {
      firstProblem ??= { message: problem.message, row: row.number }
      problems.add(problem.kind, { message: problem.message, file, row: row.number })
      if (path !== '') table.leftOutPaths.push(path)
      for (const [i, line] of linesBehind(row).entries()) {
        if (line.trim() === '') continue
        const named = line.split(form.delimiter)[columns.path]?.trim() ?? ''
        if (named !== '') table.leftOutPaths.push(named)
        const message = `The row is behind a quotation mark that opens in row ${row.number} and never ends, so it was left out.`
        problems.add('rows are behind a quotation mark without an end', { message, file, row: row.number + 1 + i })
      }
      continue
    }
    if (table.paths.length === MAX_IMAGES) {
      const message = `${file} has more than ${counted(MAX_IMAGES, 'rows')}, the most that are read: split it into smaller sets.`
      throw new ImportError(message, { file })
    }
    table.paths.push(path)
    table.splits.push(split!)
    table.rows.push(row.number)
    if (!isLabelled) continue
    table.labels.push(label!)
    classes.add(spell(label!))
    if (classes.size > 100 * MAX_CLASSES) break
  }
  if (table.rows.length === 0) {
    if (firstProblem === undefined) {
      throw new ImportError(`${file} has a header but no rows: it needs one row an image.`, { file })
    }
    const { message, row } = firstProblem
    throw new ImportError(`No row of ${file} can be used. Row ${row.toLocaleString('en-US')}: ${message}`, {
      file,
      row,
    })
  }
  if (classes.size > MAX_CLASSES) {
    const many =
      classes.size > 100 * MAX_CLASSES
        ? 'tens of thousands of different labels'
        : counted(classes.size, 'different labels')
    const message = `${file} has ${many}, and Strata trains up to ${MAX_CLASSES} classes: is ${quoted(plan.labelName)} the right column?`
    throw new ImportError(message, { file })
  }
  const hasSplits = columns.split !== undefined || plan.flags !== undefined || plan.join?.splits !== undefined
  return hasSplits ? table : { ...table, splits: undefined }
}

function readLabel(fields: readonly string[], { columns, oneHot, join }: TablePlan): string | undefined {
  if (join?.labels !== undefined) return join.labels.get(toKey(fields[join.key] ?? '')) ?? ''
  return oneHot ? readOneHot(fields, oneHot) : tidyLabel(fields[columns.label ?? -1] ?? '')
}

/** UNSAID where nothing says the splits. Undefined where they can't be read. */
function readSplitOf(fields: readonly string[], { columns, flags, join }: TablePlan, text: string): number | undefined {
  if (flags !== undefined) return readSplitFlags(fields, flags)
  if (columns.split !== undefined) return readSplit(text)
  return join?.splits?.get(toKey(fields[join.key] ?? '')) ?? UNSAID
}

interface RowValues {
  readonly path: string
  readonly split: number | undefined
  readonly splitText: string
}

/** Says what is wrong with a row, if anything, and names the kind of problem that it shares with others. */
function findRowProblem(
  { fields, quotes }: TableRow,
  expected: number,
  { path, split, splitText }: RowValues,
): { kind: string; message: string } | undefined {
  if (quotes === 'endless') {
    return {
      kind: 'rows open a quotation mark without an end',
      message: 'A quotation mark opens in this row and never ends, so all from here on was left out.',
    }
  }
  if (quotes === 'misplaced') {
    return {
      kind: 'rows have a misplaced quotation mark',
      message: 'A quotation mark stands in the wrong place, so the row was left out.',
    }
  }
  // A delimiter at the end of every row ends the last field.
  const isOpenEnded = fields.length === expected + 1 && (fields.at(-1) ?? '').trim() === ''
  if (fields.length !== expected && !isOpenEnded) {
    return {
      kind: 'rows have a wrong number of fields',
      message: `The row has ${amountOf(fields.length, 'field')} where the others have ${expected}, so it was left out.`,
    }
  }
  if (path === '') return { kind: 'rows name no image', message: 'The row names no image, so it was left out.' }
  if (split === undefined) {
    return {
      kind: 'rows have an unknown split',
      message: `The split is ${quoted(splitText)} and must be 0 (train), 1 (validation) or 2 (test), so the row was left out.`,
    }
  }
  return undefined
}

/** `label` is undefined where it takes one 1 among zeros, and there is none or more. */
function findProblemOfLabel(path: string, label: string | undefined): { kind: string; message: string } | undefined {
  if (label === undefined) return NOT_ONE_HOT
  if (label === '') {
    return { kind: 'rows have no label', message: `${quoted(path)} has no label, so the row was left out.` }
  }
  return findLabelProblem(label)
}

/** The rows that are swallowed when a quotation mark never ends: the last field holds all behind it. */
function linesBehind({ fields, quotes }: TableRow): string[] {
  return quotes === 'endless' ? (fields.at(-1) ?? '').split(/\r?\n/).slice(1) : []
}
