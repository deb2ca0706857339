/** The forms that tables come in, each made into one that is read: rows of fields as text. */
import type { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import type { TextReading } from '../../files/textReading'
import { IMAGE_NAME } from '../images/imageFormats'
import { decideColumns } from '../labels/imageColumns'
import type { TableFile } from '../labels/tableFiles'
import { readJsonTable } from '../tables/jsonTable'
import type { MadeTable } from '../tables/madeTable'
import { profileTable } from '../tables/profileTable'
import { rewriteTable } from '../tables/rewrite/rewrite'
import type { TableProfile } from '../tables/tableProfile'
import { readSheets } from '../tables/workbook'
import { NO_JSON_TABLE, type Other } from './fileKinds'

export interface OpenedTable extends TableFile {
  /** Decisions that were made, in sentences. */
  readonly notes: readonly string[]
}

/** Why a file is no table. */
export type NoTable = Omit<Other, 'kind'>

/** What reading a table needs, and takes sentences. */
export interface TableAround {
  readonly problems: ProblemList
  readonly signal: AbortSignal
  readonly text: TextReading
}

const NO_TEXT: NoTable = { what: 'is a text that can’t be read' }

/** The tables in a file of each kind, in its order. A new kind of file is a line here; a new form of text is one in `rewrite.ts`. */
const FORMS = {
  text: async (entry) => [(await rewriteTable(entry)) ?? { entry, notes: [] }],
  json: async (entry, { problems }) => {
    const table = await readJsonTable(entry, problems)
    if (table === undefined) return NO_JSON_TABLE
    return 'what' in table ? { ...table, mayHoldLabels: true } : [table]
  },
  workbook: (entry, { signal }) => readSheets(entry, signal),
} as const satisfies Readonly<
  Record<string, (entry: SourceEntry, around: TableAround) => Promise<Iterable<MadeTable> | NoTable>>
>

export type TableKind = keyof typeof FORMS

export function isTableKind(kind: string): kind is TableKind {
  return Object.hasOwn(FORMS, kind)
}

/** The first table in the file that may say labels, or else the first of all. Throws the errors of reading. */
export async function openTable(
  entry: SourceEntry,
  kind: TableKind,
  around: TableAround,
): Promise<OpenedTable | NoTable> {
  const tables = await FORMS[kind](entry, around)
  if ('what' in tables) return tables
  let first: OpenedTable | undefined
  for (const { entry: made, linesAbove, notes } of tables) {
    around.signal.throwIfAborted()
    // What was made is UTF-8.
    const profile = await profileTable(made, linesAbove === undefined ? around.text : undefined, linesAbove)
    if (profile === undefined) continue
    const table = { entry: made, profile, notes }
    if (mayBeLabels(profile)) return table
    first ??= table
  }
  return first ?? NO_TEXT
}

/** By its names of columns, or by what is in them: whether images came is not known yet. */
function mayBeLabels(table: TableProfile): boolean {
  const named = (paths: readonly string[]): number => paths.filter((path) => IMAGE_NAME.test(path)).length
  const { kind } = decideColumns(table, named)
  return kind === 'clear' || kind === 'doubtful' || (table.shape.kind !== 'other' && table.columns > 1)
}
