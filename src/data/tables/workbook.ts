/** Excel workbooks (ECMA-376, Office Open XML): a sheet becomes a table. */
import { zipSync } from 'fflate'
import type { CellValue, Sheet } from 'hucre/xlsx'
import { counted, joinWords, quoted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { ProblemList } from '../../files/problemList'
import type { SourceEntry } from '../../files/sourceEntry'
import { listZip } from '../../files/zip'
import { MAX_SHEET_BYTES } from '../limits'
import { type MadeTable, makeTable } from './madeTable'

/** The most cells of a sheet, empty ones among them. */
const MAX_CELLS = 20_000_000
/** Parts of a workbook that say what stands in its cells. Pictures, charts and what else it holds are not unpacked. */
const PART = /^(\[Content_Types\]\.xml|_rels\/[^/]*|xl\/[^/]*\.(xml|bin)|xl\/_rels\/[^/]*|xl\/worksheets\/[^/]*\.xml)$/i
const FAULT = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/
const PADDED = /^0{2,}$/

export interface WorkbookSheet {
  readonly name: string
  /** As Excel shows them, near enough: row 1 is the first. Rows of nothing have no fields. */
  readonly rows: readonly (readonly string[])[]
}

/** The sheets as tables, made one by one as they are asked for, each with a note that names the others. Throws as `readWorkbook` does. */
export async function readSheets(entry: SourceEntry, signal: AbortSignal): Promise<Iterable<MadeTable>> {
  return makeTables(entry, await readWorkbook(entry, signal))
}

function* makeTables(entry: SourceEntry, sheets: readonly WorkbookSheet[]): Generator<MadeTable, void> {
  for (const sheet of sheets) yield makeTable(entry, sheet.rows, { notes: describeSheets(entry.path, sheets, sheet) })
}

/**
 * The sheets that hold anything, hidden ones last. A formula counts as its last result, and a merged cell as its value in all the cells that
 * it covers. Columns that are empty throughout are left out.
 *
 * Throws ImportError when the workbook is damaged, protected by a password, empty, or too large, and the errors of reading.
 */
export async function readWorkbook(entry: SourceEntry, signal: AbortSignal): Promise<readonly WorkbookSheet[]> {
  const bytes = await repack(entry, signal)
  const { readXlsx } = await import('hucre/xlsx')
  // Whatever it stumbles over stands in the file.
  const workbook = await readXlsx(bytes, { readStyles: true }).catch(() => {
    throw damaged(entry)
  })
  signal.throwIfAborted()
  const sheets = workbook.sheets
    .toSorted((a, b) => Number(isHidden(a)) - Number(isHidden(b)))
    .map((sheet) => ({ name: sheet.name, rows: textOf(sheet) }))
    .filter(({ rows }) => rows.some((row) => row.length > 0))
  if (sheets.length === 0)
    throw new ImportError(`${entry.path} is a workbook without anything in it.`, { file: entry.path })
  return sheets
}

function isHidden({ hidden, veryHidden }: Sheet): boolean {
  return hidden === true || veryHidden === true
}

/** The parts that matter, stored: our own reader holds the archive to its word before another sees it. */
async function repack(entry: SourceEntry, signal: AbortSignal): Promise<Uint8Array> {
  const { path: file } = entry
  const whole = await entry.read(MAX_SHEET_BYTES + 1)
  if (whole.length > MAX_SHEET_BYTES) throw tooLarge(file)
  const parts = await listZip(new Blob([whole]), file, new ProblemList(), signal, {
    withHidden: true,
  }).catch(asDamaged(entry))
  const wanted = parts.filter(({ path }) => PART.test(path))
  const total = wanted.reduce((sum, { size }) => sum + (size ?? 0), 0)
  if (total > MAX_SHEET_BYTES) throw tooLarge(file)
  const unpacked: Record<string, Uint8Array> = {}
  for (const part of wanted) {
    unpacked[part.path] = await part.read().catch(asDamaged(entry))
  }
  return zipSync(unpacked, { level: 0 })
}

function textOf({ rows, merges = [], cells }: Sheet): string[][] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  if (columns * rows.length > MAX_CELLS) return []
  const text = rows.map((row, r) => row.map((value, c) => textOfCell(value, cells?.get(`${r},${c}`)?.style?.numFmt)))
  for (const { startRow, startCol, endRow, endCol } of merges) {
    const value = text[startRow]?.[startCol]
    if (value === undefined || value === '') continue
    // A title over all columns is no value of each.
    for (let r = startRow; r <= Math.min(endRow, text.length - 1); r++) {
      for (let c = startCol; c <= Math.min(endCol, startRow === endRow ? startCol : columns - 1); c++)
        text[r]![c] = value
    }
  }
  const filled = Array.from({ length: columns }, (_, c) => text.some((row) => (row[c] ?? '') !== ''))
  const kept = text.map((row) => filled.flatMap((isFilled, c) => (isFilled ? [row[c] ?? ''] : [])))
  const most = kept.reduce((sum, row) => Math.max(sum, countFilled(row)), 0)
  // A title above the table stands by itself.
  const first = most < 2 ? 0 : kept.findIndex((row) => countFilled(row) > 1)
  return kept.map((row, r) => (r < first || countFilled(row) === 0 ? [] : row))
}

function countFilled(row: readonly string[]): number {
  return row.reduce((count, field) => count + (field === '' ? 0 : 1), 0)
}

function textOfCell(value: CellValue, format: string | undefined): string {
  if (value === null) return ''
  if (typeof value === 'string') return FAULT.test(value) ? '' : value
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return ''
    const [day, time] = value.toISOString().split(/[TZ]/)
    return time === '00:00:00.000' ? day! : `${day!} ${time!.slice(0, 8)}`
  }
  // Names of images that are numbers are shown with zeros before them.
  if (format !== undefined && PADDED.test(format) && Number.isSafeInteger(value) && value >= 0) {
    return String(value).padStart(format.length, '0')
  }
  return String(value)
}

function asDamaged(entry: SourceEntry): (error: unknown) => never {
  return (error) => {
    throw error instanceof ImportError ? damaged(entry) : error
  }
}

function damaged({ path }: SourceEntry): ImportError {
  const message = `${path} is a workbook that is cut off or damaged: open it in Excel, and save its sheet as CSV.`
  return new ImportError(message, { file: path })
}

function tooLarge(file: string): ImportError {
  return new ImportError(
    `${file} unpacks to more than 128 MB, the most that is read of a workbook: save its sheet as CSV.`,
    {
      file,
    },
  )
}

/** Which of several sheets was read, in a sentence. */
function describeSheets(file: string, sheets: readonly WorkbookSheet[], chosen: WorkbookSheet): string[] {
  const others = sheets.filter((sheet) => sheet !== chosen).map(({ name }) => quoted(name))
  if (others.length === 0) return []
  const rest = others.length > 3 ? counted(others.length, 'others') : joinWords(others)
  return [`Of the sheets in ${file}, ${quoted(chosen.name)} was read, and not ${rest}: save another as CSV to use it.`]
}
