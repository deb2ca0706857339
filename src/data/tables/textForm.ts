/** How a table is written: its encoding, its line ends, and the delimiter between fields. Also splits a line into fields. */

export interface TextForm {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  /** The byte that ends a line; a carriage return before a line feed is a blank. */
  readonly newline: 10 | 13
  /** A blank stands for one or more of them. */
  readonly delimiter: ',' | '\t' | ';' | ' '
  /** Lines above the table: one when it begins with Excel's `sep=;`. */
  readonly skipped: 0 | 1
}

const SEPARATOR = /^"?sep=([,\t;])"?(?:\r\n|\n|\r|$)/i
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** Finds the encoding by the beginning of a file: by its mark, or by trying UTF-8. Undefined when it is no text. */
export function findEncoding(head: Uint8Array): TextForm['encoding'] | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  if (head.includes(0)) return undefined
  try {
    // The beginning of a file may end inside a letter.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** The delimiter that Excel's first line names, and the text below it. Undefined when there is no such line. */
export function readSeparator(text: string): { delimiter: TextForm['delimiter']; below: string } | undefined {
  const [line, mark] = SEPARATOR.exec(text) ?? []
  const delimiter = ([',', '\t', ';'] as const).find((each) => each === mark)
  return line === undefined || delimiter === undefined ? undefined : { delimiter, below: text.slice(line.length) }
}

/** The fields of a line, without the blanks around them and without their quotation marks. */
export function splitFields(line: string, delimiter: TextForm['delimiter']): string[] {
  return line.includes('"') ? splitQuoted(line, delimiter) : splitPlain(line, delimiter)
}

function splitPlain(line: string, delimiter: TextForm['delimiter']): string[] {
  if (delimiter === ' ') return line.trim().split(/ +/)
  return line.split(delimiter).map((field) => field.trim())
}

/** Splits as RFC 4180 says. A quotation mark in a field that does not begin with one is a letter like others. */
function splitQuoted(line: string, delimiter: TextForm['delimiter']): string[] {
  const fields: string[] = []
  const text = delimiter === ' ' ? line.trim() : line
  for (let at = 0; at <= text.length;) {
    while (text[at] === ' ') at += 1
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at)
      fields.push(text.slice(at, end < 0 ? undefined : end).trim())
      if (end < 0) break
      at = end + 1
      continue
    }
    let close = text.indexOf('"', at + 1)
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2)
    const inner = text.slice(at + 1, close < 0 ? undefined : close)
    fields.push(inner.replaceAll('""', '"').trim())
    const end = close < 0 ? -1 : text.indexOf(delimiter, close + 1)
    if (end < 0) break
    at = end + 1
  }
  return fields
}

/**
 * Takes the first lines of a table, without blank ones. Finds the delimiter that cuts most of them into equally many fields, and into the
 * most.
 */
export function findDelimiter(lines: readonly string[]): TextForm['delimiter'] {
  // For a single column, a mark that none of its texts holds.
  let best: TextForm['delimiter'] =
    ([',', '\t', ';'] as const).find((mark) => !lines.some((line) => line.includes(mark))) ?? ','
  let most = 1
  for (const delimiter of [',', '\t', ';', ' '] as const) {
    const counts = lines.map((line) => splitFields(line, delimiter).length)
    const columns = mostCommon(counts)
    const agreeing = counts.filter((count) => count === columns).length
    if (columns <= most || agreeing < 0.6 * lines.length) continue
    // Words of a text have blanks between them too.
    if (
      delimiter === ' ' &&
      !lines.slice(lines.length > 1 ? 1 : 0).every((line) => isMostlyNumbers(splitFields(line, ' ')))
    )
      continue
    best = delimiter
    most = columns
  }
  return best
}

function isMostlyNumbers(fields: readonly string[]): boolean {
  return fields.filter(isNumber).length >= fields.length - 1
}

/** The first of equally common values. */
export function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = values[0] ?? 0
  for (const [value, count] of counts) if (count > counts.get(best)!) best = value
  return best
}
