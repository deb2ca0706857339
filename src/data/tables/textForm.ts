/** How a table is written: its encoding, its line ends, and the delimiter between fields. Also splits a line into fields. */
import type { CodePage } from '../../files/codePages'
import { findUtf16 } from '../../files/decodeText'

export interface TextForm {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | CodePage
  /** The byte that ends a line; a carriage return before a line feed is a blank. */
  readonly newline: 10 | 13
  /** A blank stands for one or more of them. */
  readonly delimiter: ',' | '\t' | ';' | ' '
  /** Stands between the whole and the rest of a number: a comma in much of Europe. */
  readonly decimal: '.' | ','
  /** Where the last field of a row holds blanks, as names of classes may behind the name of an image: how many fields a row has. */
  readonly fields?: number
  /** Lines above the table: one when it begins with Excel's `sep=;`. */
  readonly skipped: 0 | 1
  /** Lines before the file's first row that it does not have itself, where its content is no text: rows are numbered without them. */
  readonly made: number
}

const SEPARATOR = /^"?sep=([,\t;])"?(?:\r\n|\n|\r|$)/i
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Lines by which keys and texts are known, and the share of different texts among them at most. */
const FEWEST_KEYED = 6
const COME_AGAIN = 0.75

/** A number with a comma in it, as `0,502`. */
const WITH_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i

export function isNumber(text: string): boolean {
  return NUMBER.test(text)
}

/** A number as other programs write it, with a point. Other texts stay as they are. */
export function withPoints(text: string, decimal: TextForm['decimal']): string {
  return decimal === ',' && WITH_COMMA.test(text) ? text.replace(',', '.') : text
}

/**
 * Finds the encoding by the beginning of a file: by its mark, or by trying UTF-8. Undefined when it is no text. `codePage`: neither, so its
 * letters must tell.
 */
export function findEncoding(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'codePage' | undefined {
  const utf16 = findUtf16(head)
  if (utf16 !== undefined) return utf16
  if (head.includes(0)) return undefined
  return isUtf8(head) ? 'utf-8' : 'codePage'
}

/** The bytes may end inside a letter. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
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
    const cut = lines.map((line) => splitFields(line, delimiter))
    const counts = cut.map((fields) => fields.length)
    const columns = mostCommon(counts)
    const agreeing = counts.filter((count) => count === columns).length
    if (agreeing < 0.6 * lines.length || columns < 2) continue
    const areDecimals = counts[0] === columns && haveDecimalCommas(cut)
    const isNumeric = (field: string): boolean => isNumber(field) || (areDecimals && WITH_COMMA.test(field))
    // Words of a text have blanks between them too.
    const body = cut.slice(lines.length > 1 ? 1 : 0)
    if (delimiter === ' ' && !body.every((fields) => fields.filter(isNumeric).length >= fields.length - 1)) continue
    // Commas inside of numbers are more than the marks between numbers.
    if (best === ',' && most > 1 && areDecimals) {
      best = delimiter
      most = Infinity
    }
    if (columns <= most) continue
    best = delimiter
    most = columns
  }
  return best
}

/**
 * Whether lines are a key and a text with blanks in it, as `1025794 Boeing 717`: keys differ, texts come again, and some have more words
 * than others.
 */
export function areKeysAndTexts(lines: readonly string[]): boolean {
  const cut = lines.map((line) => /^(\S+) +(\S.*)$/.exec(line.trim()))
  if (lines.length < FEWEST_KEYED || cut.some((parts) => parts === null)) return false
  const texts = cut.map((parts) => parts![2]!)
  const haveMarks = texts.some((text) => /[,;\t]/.test(text))
  const words = new Set(texts.map((text) => text.split(/ +/).length))
  const comeAgain = new Set(texts).size <= COME_AGAIN * texts.length
  return !haveMarks && words.size > 1 && comeAgain && new Set(cut.map((parts) => parts![1])).size === lines.length
}

/** The first `fields` of a row, the last of them with all that is behind it. */
export function joinLast(
  all: readonly string[],
  { fields, delimiter }: Pick<TextForm, 'fields' | 'delimiter'>,
): string[] {
  if (fields === undefined || all.length <= fields) return [...all]
  return [
    ...all.slice(0, fields - 1),
    all
      .slice(fields - 1)
      .join(delimiter)
      .trim(),
  ]
}

/** A comma where, cut into fields, many hold a number with a comma and next to none one with a point. */
export function findDecimal(lines: readonly string[], delimiter: TextForm['delimiter']): TextForm['decimal'] {
  return haveDecimalCommas(lines.map((line) => splitFields(line, delimiter))) ? ',' : '.'
}

/** Next to all fields with a comma are numbers, in the rows below what may be a header, and next to no number has a point. */
function haveDecimalCommas(rows: readonly (readonly string[])[]): boolean {
  let commas = 0
  let others = 0
  for (const row of rows.slice(rows.length > 1 ? 1 : 0)) {
    for (const field of row) {
      if (WITH_COMMA.test(field)) commas += 1
      else if (field.includes(',') || (field.includes('.') && isNumber(field))) others += 1
    }
  }
  return commas > 0 && others <= commas / 10
}

/** The first of equally common values. */
export function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let best = values[0] ?? 0
  for (const [value, count] of counts) if (count > counts.get(best)!) best = value
  return best
}
