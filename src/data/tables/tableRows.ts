/** Reads the rows of a table as text, piece by piece: quotation marks as RFC 4180 has them, in memory that does not grow with the file. */
import { ImportError } from '../../files/importProblem'
import Papa from 'papaparse'
import { createBreather } from '../../common/breathe'
import { piecesOf } from '../../files/byteStream'
import { createDecoder } from '../../files/codePages'
import type { SourceEntry } from '../../files/sourceEntry'
import { likeliestPage, wordsBeyondAscii } from '../../files/textReading'
import { joinLast, type TextForm } from './textForm'

/** The longest row, in letters; a table of images names one image in each. */
const MAX_ROW_LENGTH = 2 ** 20
/** Letters that are parsed at once: a few milliseconds' work. */
const PIECE = 2 ** 18

export interface TableRow {
  /** The row's place in the file, from 1. Blank lines count. A row of several lines counts once. */
  readonly number: number
  readonly fields: readonly string[]
  /** Nothing stands in its line, not even quotation marks around nothing. */
  readonly isBlank: boolean
  /** The fault of its quotation marks, if any. A mark that never ends swallows everything behind it. */
  readonly quotes?: 'misplaced' | 'endless'
}

/**
 * A row, and where in the text it ends. Papa Parse's manual does not document `meta.cursor` of its `Parser`, so its version is pinned, and
 * the tests of tables fail if a later one counts otherwise.
 */
interface Step {
  readonly data: readonly [readonly string[]]
  readonly errors: readonly { readonly code: string }[]
  readonly meta: { readonly cursor: number }
}

/**
 * All rows of the table, the header and blank lines among them. Throws ImportError for a file that can't be read or has a row without
 * end, and the signal's reason when it is aborted.
 */
export async function* readRows(entry: SourceEntry, form: TextForm, signal: AbortSignal): AsyncGenerator<TableRow> {
  const breathe = createBreather(signal)
  let rest = ''
  let line = 0
  let number = -form.made
  let taken = 0
  let rows: TableRow[] = []
  const addRow = ({ data: [given], errors, meta }: Step): void => {
    const fields = form.fields === undefined ? given : joinLast(given, form)
    line += 1
    number += 1
    const isBlank = fields.length === 1 && rest.slice(taken, meta.cursor).trim() === ''
    taken = meta.cursor
    if (line <= form.skipped) return
    const code = errors.at(-1)?.code
    if (code === undefined) rows.push({ number, fields, isBlank })
    else rows.push({ number, fields, isBlank, quotes: code === 'MissingQuotes' ? 'endless' : 'misplaced' })
  }
  const newline = form.newline === 10 ? '\n' : '\r'
  const parser = new Papa.Parser({ delimiter: form.delimiter, newline, step: addRow as () => void })
  const takeRows = (isEnd: boolean): TableRow[] => {
    rows = []
    taken = 0
    if (rest !== '') parser.parse(rest, 0, !isEnd)
    rest = rest.slice(taken)
    return rows
  }

  for await (const text of readText(entry, form)) {
    await breathe()
    rest += text
    yield* takeRows(false)
    if (rest.length <= MAX_ROW_LENGTH) continue
    const last = takeRows(true).at(-1)
    if (last?.quotes !== 'endless') throw endlessRow(entry.path, number)
    yield last
    return
  }
  yield* takeRows(true)
}

/**
 * The text in pieces of at most PIECE letters, without a byte order mark. Text that began as UTF-8 and is not is read on in the likeliest code page.
 */
async function* readText(entry: SourceEntry, { encoding }: TextForm): AsyncGenerator<string> {
  let decoder = createDecoder(encoding, encoding === 'utf-8')
  const decode = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      const words = [...wordsBeyondAscii(bytes ?? new Uint8Array(0)).values()]
      decoder = createDecoder(words.length === 0 ? 'windows-1252' : likeliestPage(words, 'text'))
      return decoder.decode(bytes, { stream: true })
    }
  }
  for await (const piece of piecesOf(entry.stream())) {
    for (let at = 0; at < piece.length; at += PIECE) yield decode(piece.subarray(at, at + PIECE))
  }
  yield decode()
}

function endlessRow(file: string, row: number): ImportError {
  const message = `Row ${row.toLocaleString('en-US')} of ${file} is longer than a million letters: a table of images has one row an image, each on its own line.`
  return new ImportError(message, { file, row })
}
