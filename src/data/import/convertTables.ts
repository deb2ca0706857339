/** Tables that are no text, made into such: sheets of workbooks, and JSON. */
import type { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import { IMAGE_NAME } from '../images/imageFormats'
import { decideColumns } from '../labels/imageColumns'
import type { TableFile } from '../labels/tableFiles'
import { type KnownJson, readJsonTable } from '../tables/jsonTable'
import { makeTable, type MadeTable } from '../tables/madeTable'
import { profileTable } from '../tables/profileTable'
import type { TableProfile } from '../tables/tableProfile'
import { describeSheets, readWorkbook } from '../tables/workbook'

export interface ConvertedTable extends TableFile {
  /** Decisions that were made, in sentences. */
  readonly notes: readonly string[]
}

/** The first sheet that may be a table of labels, or else the first of all. Throws the errors of reading. */
export async function convertWorkbook(entry: SourceEntry, signal: AbortSignal): Promise<ConvertedTable | undefined> {
  const sheets = await readWorkbook(entry, signal)
  let first: ConvertedTable | undefined
  for (const sheet of sheets) {
    signal.throwIfAborted()
    const note = describeSheets(entry.path, sheets, sheet)
    const table = await profile(makeTable(entry, sheet.rows, { notes: note === undefined ? [] : [note] }))
    if (table === undefined) continue
    if (mayBeLabels(table.profile)) return table
    first ??= table
  }
  return first
}

/** Undefined when it is no table. Throws the errors of reading. */
export async function convertJson(
  entry: SourceEntry,
  problems: ProblemList,
): Promise<ConvertedTable | KnownJson | undefined> {
  const made = await readJsonTable(entry, problems)
  return made === undefined || 'what' in made ? made : profile(made)
}

async function profile({ entry, made, notes }: MadeTable): Promise<ConvertedTable | undefined> {
  const found = await profileTable(entry, undefined, made)
  return found && { entry, profile: found, notes }
}

/** By its names of columns, or by what is in them: whether images came is not known yet. */
function mayBeLabels(table: TableProfile): boolean {
  const named = (paths: readonly string[]): number => paths.filter((path) => IMAGE_NAME.test(path)).length
  const { kind } = decideColumns(table, named)
  return kind === 'clear' || kind === 'doubtful' || (table.shape.kind !== 'other' && table.columns > 1)
}
