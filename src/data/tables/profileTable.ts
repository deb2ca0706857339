/** Profiles a table by its beginning, and by rows from its whole length where labels are to be found: how it is written, whether it has a header, and what its columns hold. */
import { createDecoder } from '../../files/codePages'
import { fullName, type SourceEntry } from '../../files/sourceEntry'
import { TextReading, wordsBeyondAscii } from '../../files/textReading'
import { findHeader, isNumberedRow } from './header'
import { findLabelColumns } from './labelColumns'
import { MAX_LINE_BYTES, tooLongLine } from './lineBlocks'
import { findPixelColumns } from './pixelColumns'
import type { TableProfile, TableSample, TableShape } from './tableProfile'
import { spreadRows } from './spreadRows'
import {
  areKeysAndTexts,
  findDecimal,
  findDelimiter,
  findEncoding,
  joinLast,
  mostCommon,
  readSeparator,
  splitFields,
  type TextForm,
  withPoints,
} from './textForm'

/** The bytes that are looked at, more when a table's lines are longer. */
const HEAD_BYTES = [2 ** 18, 2 ** 22, MAX_LINE_BYTES]
/** Lines that are wanted before more is read. */
const ENOUGH_LINES = 4
/** Lines by which the delimiter is found. */
const FORM_LINES = 200
/** The most that is taken apart. */
const MAX_LINES = 5000
const MAX_CELLS = 2 ** 21
/** The most columns that a table may have: an image of 1,024 x 1,024. */
const MAX_COLUMNS = 2 ** 20 + 16
/** The most lines that a field in quotation marks may go over and be known as one. */
const MAX_ROW_LINES = 100
/** The first rows and columns that are kept, for a person to see. */
const SHOWN_ROWS = 20
const SHOWN_COLUMNS = 64

/** The form as known before the lines are looked at. It has the delimiter when the file says it. */
type KnownForm = Omit<TextForm, 'delimiter' | 'decimal'> & { readonly delimiter: TextForm['delimiter'] | undefined }

/**
 * Undefined when the file is no text. Its first `made` lines are none of the file itself. `text` decides which code page a file is in that is no UTF-8, and knows it afterwards. Throws the
 * errors of reading.
 */
export async function profileTable(
  entry: SourceEntry,
  text = new TextReading(),
  made = 0,
): Promise<TableProfile | undefined> {
  const pageOf = (words: readonly Uint8Array[], isUtf8: boolean): TextForm['encoding'] =>
    text.pageOf(fullName(entry), 'text', words, isUtf8)
  const foreign: Uint8Array[] = []
  const profile = await profileIn(entry, pageOf, foreign, made)
  // The beginning was UTF-8, and rows further on are not.
  return foreign.length === 0 ? profile : profileIn(entry, () => pageOf(foreign, false), [], made)
}

type PageOf = (words: readonly Uint8Array[], isUtf8: boolean) => TextForm['encoding']

/** Puts words that are no UTF-8 into `foreign`, where the beginning said otherwise. */
async function profileIn(
  entry: SourceEntry,
  pageOf: PageOf,
  foreign: Uint8Array[],
  made: number,
): Promise<TableProfile | undefined> {
  let lines: string[] = []
  let form: KnownForm | undefined
  let isWhole = false
  for (const bytes of HEAD_BYTES) {
    const head = await entry.read(bytes)
    const found = findEncoding(head)
    if (head.length === 0 || found === undefined) return undefined
    const encoding = decideEncoding(found, head, pageOf)
    const text = createDecoder(encoding).decode(head)
    const separator = readSeparator(text)
    form = {
      encoding,
      newline: !text.includes('\n') && text.includes('\r') ? 13 : 10,
      delimiter: separator?.delimiter,
      skipped: separator === undefined ? 0 : 1,
      made,
    }
    isWhole = head.length < bytes || head.length === entry.size
    lines = wholeLines(separator?.below ?? text, form.newline, isWhole)
    if (isWhole || lines.length >= ENOUGH_LINES) break
  }
  if (form === undefined) return undefined
  if (lines.length > 0) return profileLines(entry, lines, form, isWhole && lines.length < MAX_LINES, foreign)
  const reason = isWhole ? `${entry.path} holds nothing but blank lines.` : tooLongLine(entry.path).message
  const shape = { kind: 'other', reason } as const
  return {
    form: { ...form, delimiter: form.delimiter ?? ',', decimal: '.' },
    header: undefined,
    columns: 0,
    rows: [],
    spread: [],
    shape,
    notes: [],
  }
}

function decideEncoding(
  found: NonNullable<ReturnType<typeof findEncoding>>,
  head: Uint8Array,
  pageOf: PageOf,
): TextForm['encoding'] {
  if (found === 'utf-16le' || found === 'utf-16be') return found
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  if (hasMark && found === 'utf-8') return found
  const words = [...wordsBeyondAscii(head).values()]
  // What is cut off tells nothing.
  if (words.length > 1 && head.at(-1)! >= 128) words.pop()
  return words.length === 0 ? 'utf-8' : pageOf(words, found === 'utf-8')
}

async function profileLines(
  entry: SourceEntry,
  lines: readonly string[],
  known: KnownForm,
  isWhole: boolean,
  foreign: Uint8Array[],
): Promise<TableProfile> {
  const few = lines.slice(0, FORM_LINES)
  const isKeyed = known.delimiter === undefined && areKeysAndTexts(few)
  const delimiter = known.delimiter ?? (isKeyed ? ' ' : findDelimiter(few))
  const decimal = findDecimal(few, delimiter)
  const form: TextForm = { ...known, delimiter, decimal, ...(isKeyed ? { fields: 2 } : {}) }
  const sample = takeApart(lines, form)
  const { header, columns, rows } = sample
  const spreadOf = async (kept: readonly number[]): Promise<readonly (readonly string[])[]> => {
    if (isWhole) return rows.map((row) => kept.map((column) => row[column]!))
    const found = await spreadRows(entry, form, { hasHeader: header !== undefined, columns, kept })
    foreign.push(...found.foreign)
    return found.rows
  }
  const { shape, notes } = await recognise(entry.path, sample, spreadOf)
  const shown = Array.from({ length: Math.min(columns, SHOWN_COLUMNS) }, (_, column) => column)
  const spread = shape.kind === 'pixels' || columns < 2 ? [] : await spreadOf(shown)
  return {
    form,
    header,
    columns,
    rows: rows.slice(0, SHOWN_ROWS).map((row) => row.slice(0, SHOWN_COLUMNS)),
    spread: spread.length > 0 ? spread : rows.map((row) => row.slice(0, SHOWN_COLUMNS)).slice(0, SHOWN_ROWS),
    shape,
    notes,
  }
}

async function recognise(
  file: string,
  sample: TableSample,
  spreadOf: (columns: readonly number[]) => Promise<readonly (readonly string[])[]>,
): Promise<{ shape: TableShape; notes: readonly string[] }> {
  if (sample.columns > MAX_COLUMNS) {
    const reason = `${file} has more than a million columns: a table of pixels has one for each pixel of an image.`
    return { shape: { kind: 'other', reason }, notes: [] }
  }
  if (sample.rows.length === 0) {
    return {
      shape: { kind: 'other', reason: `${file} has a header but no rows: it needs one row an image.` },
      notes: [],
    }
  }
  const pixels = await findPixelColumns(file, sample, spreadOf)
  if (pixels !== undefined && 'columns' in pixels) {
    return { shape: { kind: 'pixels', ...pixels.columns }, notes: pixels.notes }
  }
  const labels = findLabelColumns(sample)
  return { shape: labels ?? { kind: 'other', ...pixels }, notes: [] }
}

function takeApart(lines: readonly string[], form: TextForm): TableSample {
  const { delimiter, decimal } = form
  let cells = 0
  const all: string[][] = []
  for (const line of lines) {
    const fields = joinLast(splitFields(line, delimiter), form).map((field) => withPoints(field, decimal))
    all.push(fields)
    cells += fields.length
    if (cells > MAX_CELLS) break
  }
  // A delimiter at the end of every line ends the last field.
  if (all.every((fields) => fields.length > 1 && fields.at(-1) === '')) for (const fields of all) fields.pop()
  const columns = mostCommon(all.map((fields) => fields.length))
  const [first, ...others] = all
  const rows = others.filter((fields) => fields.length === columns)
  const names = findHeader(first!, rows)
  // R leaves out the name of the column that names the rows.
  if (names?.length === columns - 1) names.unshift('')
  const isNumbered = names !== undefined && isNumberedRow(names)
  const header =
    names &&
    Array.from({ length: columns }, (_, column) => (isNumbered ? `Column ${column + 1}` : (names[column] ?? '')))
  if (header === undefined && first!.length === columns) rows.unshift(first!)
  return { header, isNumbered, columns, rows }
}

/** Without those that hold nothing, and without the last of a file that goes on. */
function wholeLines(text: string, newline: 10 | 13, isWhole: boolean): string[] {
  const lines = text.split(newline === 10 ? '\n' : '\r', MAX_LINES)
  const isCut = lines.length < MAX_LINES && !isWhole
  if (isCut) lines.pop()
  return joinQuoted(lines).filter((line) => line.trim() !== '')
}

/** A quotation mark that a line leaves open is closed in one of the next few, or stands there by itself. */
function joinQuoted(lines: readonly string[]): string[] {
  const joined: string[] = []
  for (let i = 0; i < lines.length;) {
    let end = i + 1
    if (hasOpenQuote(lines[i]!)) {
      while (end < lines.length && end - i < MAX_ROW_LINES && !hasOpenQuote(lines[end]!)) end += 1
      end = end < lines.length && end - i < MAX_ROW_LINES ? end + 1 : i + 1
    }
    joined.push(end === i + 1 ? lines[i]! : lines.slice(i, end).join('\n'))
    i = end
  }
  return joined
}

function hasOpenQuote(line: string): boolean {
  let marks = 0
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) marks += 1
  return marks % 2 === 1
}
