/**
 * Tables that name classes which the labels only number: EMNIST's `*-mapping.txt` and KMNIST's `kmnist_classmap.csv`, which give code
 * points, `signnames.csv` of ClassId and SignName, and lists of a name a line, such as `classes.txt`.
 */
import { quoted } from '../../common/text'
import { IMAGE_NAME } from '../images/imageFormats'
import { isSplitName } from '../tables/columnNames'
import { MAX_LABEL_LENGTH } from '../tables/labelText'
import { readRows } from '../tables/tableRows'
import { isNumber, type TextForm } from '../tables/textForm'
import { fileName, withoutExtension } from './fileNames'
import { spell } from './spelling'
import type { TableFile } from './tableFiles'

/** Names of more classes than this are those of no data that can be read. */
const MOST_ROWS = 2048
const MOST_COLUMNS = 8

const KEY_NAMES = /^(class|label|target|category|index|idx|id|number|no|code)(id|index|idx|no|number|code)?$/
const NAME_NAMES = /^(\w*name|char|character|letter|symbol|label|class|category|title|meaning|text)$/
/** Files whose lines are names of classes, in class order. */
const LIST_NAME = /(^|[^a-z])(class(es)?|labels?|categor(y|ies)|names?)([^a-z]|$)/i
/** What speaks of code points, so that numbers are letters. */
const CODE_NAME = /mapping|emnist|code_?points?|ascii|unicode/i
const CODE_POINT = /^U\+([0-9A-F]{4,6})$/i

const CODE_POINTS = 'names from code points'

export interface ClassNames {
  readonly table: TableFile
  /** By number; or the lines of a list, in class order. */
  readonly names: { readonly byNumber: ReadonlyMap<string, string> } | { readonly inOrder: readonly string[] }
  /** Below the header that the table's profile has. */
  readonly rows: number
  /** Where the names stand, in words. */
  readonly from: string
  /** Whether some names are of two letters, as EMNIST's that stand for a capital and a small one. */
  readonly hasPairs: boolean
}

/** Reads a table as one of names of classes; undefined when it can be none. Throws the signal's reason when it is aborted. */
export async function readClassNames(table: TableFile, signal: AbortSignal): Promise<ClassNames | undefined> {
  const { form, columns, shape } = table.profile
  if (columns < 1 || columns > MOST_COLUMNS || shape.kind === 'pixels') return undefined
  const isOfLines = columns === 1 || form.delimiter === ' '
  const found = isOfLines ? undefined : readColumns(table, await readShort(table, form, signal))
  if (found !== undefined || !(isOfLines || (isListName(table) && !/\.[ct]sv$/i.test(table.entry.path)))) return found
  // A name may hold the mark that would part the columns.
  const lines = (await readShort(table, { ...form, delimiter: '\t' }, signal)).map((fields) => fields.join(' '))
  return readColumns(table, splitLines(lines)) ?? readList(table, lines)
}

/** The rows of a table that has few and short ones; none of another. */
async function readShort({ entry }: TableFile, form: TextForm, signal: AbortSignal): Promise<string[][]> {
  const rows: string[][] = []
  for await (const { isBlank, fields } of readRows(entry, form, signal)) {
    if (isBlank) continue
    if (rows.length === MOST_ROWS || fields.some(({ length }) => length > MAX_LABEL_LENGTH)) return []
    rows.push(fields.map((field) => field.trim()))
  }
  return rows
}

function isListName({ entry }: TableFile): boolean {
  return LIST_NAME.test(withoutExtension(fileName(entry.path)))
}

/** A number before or behind each line, and the rest: several numbers are code points. */
function splitLines(lines: readonly string[]): string[][] {
  const before = lines.map((line) => /^(\d+)[\s:,;.)=-]+(\S.*)$/.exec(line)?.slice(1))
  const behind = lines.map((line) => /^(\S.*?)[\s:,;=]+(\d+)$/.exec(line)?.slice(1).toReversed())
  // A header has no number.
  const split = [before, behind].find((each) => each.slice(1).every((fields) => fields !== undefined)) ?? []
  return split
    .filter((fields) => fields !== undefined)
    .map(([key = '', rest = '']) => [key, ...(/^[\d\s]+$/.test(rest) ? rest.split(/\s+/) : [rest])])
}

function readColumns(table: TableFile, rows: readonly (readonly string[])[]): ClassNames | undefined {
  const [first, ...others] = rows
  if (first === undefined) return undefined
  const hasHeader = first.every((cell) => !isNumber(cell)) && others.some((row) => row.some(isNumber))
  const body = hasHeader ? others : rows
  if (body.length < 2 || body.some((row) => row.length !== first.length)) return undefined
  // Such a table speaks of images.
  if (body.some((row) => row.some((cell) => IMAGE_NAME.test(cell)))) return undefined
  const header = hasHeader ? first.map((name) => name.toLowerCase().replace(/[^a-z]/g, '')) : []
  const columns = [...first.keys()]
  const valuesOf = (column: number): string[] => body.map((row) => row[column]!)
  const isUnique = (column: number): boolean => new Set(valuesOf(column).map(spell)).size === body.length
  const best = (candidates: readonly number[], names: RegExp): number | undefined =>
    candidates.find((column) => names.test(header[column] ?? '')) ?? candidates[0]

  const keys = columns.filter(
    (column) => !isSplitName(header[column] ?? '') && valuesOf(column).every((value) => keyOf(value) !== undefined),
  )
  const key = best(keys.filter(isUnique), KEY_NAMES)
  if (key === undefined) return undefined
  const rest = columns.filter((column) => column !== key)
  const words = rest.filter(
    (column) =>
      isUnique(column) &&
      !/path|file|image|img/.test(header[column] ?? '') &&
      valuesOf(column).every((value) => value !== '' && !isNumber(value)),
  )
  const name = best(
    words.filter((column) => !valuesOf(column).every((value) => CODE_POINT.test(value))),
    NAME_NAMES,
  )
  const inWords = (column: number): string => (hasHeader ? quoted(first[column]!) : `column ${column + 1}`)
  if (name !== undefined)
    return named(table, key, { rows: body, hasHeader }, (row) => row[name]!, `names from ${inWords(name)}`)

  const isCoded = [table.entry.path, ...(hasHeader ? first : [])].some((text) => CODE_NAME.test(text))
  const areCodes = (column: number): boolean => valuesOf(column).every((value) => readCodePoint(value) !== undefined)
  // Those that are left among the words are of the form U+304A.
  const codes = words.length > 0 ? words.slice(0, 1) : isCoded ? rest.filter(areCodes) : []
  if (codes.length === 0 || !codes.every(areCodes)) return undefined
  const lettersOf = (row: readonly string[]): string =>
    [...new Set(codes.map((column) => readCodePoint(row[column]!)))].join(' ')
  return named(table, key, { rows: body, hasHeader }, lettersOf, CODE_POINTS)
}

function named(
  table: TableFile,
  key: number,
  { rows, hasHeader }: { readonly rows: readonly (readonly string[])[]; readonly hasHeader: boolean },
  nameOf: (row: readonly string[]) => string,
  from: string,
): ClassNames {
  const names = new Map(rows.map((row) => [keyOf(row[key]!)!, nameOf(row)]))
  const hasPairs = from === CODE_POINTS && [...names.values()].some((name) => name.includes(' '))
  const all = rows.length + (hasHeader ? 1 : 0)
  const below = all - (table.profile.header === undefined ? 0 : 1)
  return { table, names: { byNumber: names }, rows: below, from, hasPairs }
}

function readList(table: TableFile, lines: readonly string[]): ClassNames | undefined {
  if (!isListName(table)) return undefined
  const names = table.profile.header === undefined ? lines : lines.slice(1)
  const isList = names.length > 1 && names.every((name) => name !== '' && !isNumber(name))
  if (!isList || new Set(names.map(spell)).size < names.length) return undefined
  return { table, names: { inOrder: names }, rows: names.length, from: 'a name a line', hasPairs: false }
}

/** The number that a label or a key is, in one way of writing; undefined when it is none. */
export function keyOf(text: string): string | undefined {
  return /^\d{1,9}(\.0*)?$/.test(text) ? String(Number(text)) : undefined
}

/** A letter or another sign that can be seen, by its number: in tens, or as `U+304A`. */
function readCodePoint(text: string): string | undefined {
  const code = /^\d{2,7}$/.test(text) ? Number(text) : parseInt(CODE_POINT.exec(text)?.[1] ?? '', 16)
  if (!(code <= 0x10ffff)) return undefined
  const sign = String.fromCodePoint(code)
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign) ? sign : undefined
}

/** Which label gets which name; or why it is in doubt, to follow `it`. Undefined where the table does not speak of these labels. */
export type Naming = { readonly names: ReadonlyMap<string, string> } | { readonly why: string } | undefined

/** `labels` are all that the images have. */
export function nameLabels({ names }: ClassNames, labels: readonly string[]): Naming {
  const keys = new Map(labels.flatMap((label) => (keyOf(label) === undefined ? [] : [[label, keyOf(label)!] as const])))
  if (keys.size < labels.length) return undefined
  if (new Set(keys.values()).size < keys.size) return { why: 'some labels are the same number, written in two ways' }
  const byKey = 'byNumber' in names ? names.byNumber : countLines(names.inOrder, [...keys.values()].map(Number))
  if ('why' in byKey) return byKey
  const missing = labels.filter((label) => !byKey.has(keys.get(label)!))
  if (missing.length === labels.length) return undefined
  if (missing.length > 0) {
    const shown = missing.slice(0, 3).map(quoted).join(', ')
    return { why: `it has no name for ${shown}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}` }
  }
  const named = new Map(labels.map((label) => [label, byKey.get(keys.get(label)!)!]))
  const label = labels.find((each, i) => labels.findIndex((other) => named.get(other) === named.get(each)) < i)
  if (label !== undefined) return { why: `it calls several classes ${quoted(named.get(label)!)}` }
  return { names: named }
}

/** Lines count from 0 or from 1, whichever makes the last one the largest label's. */
function countLines(lines: readonly string[], labels: readonly number[]): Map<string, string> | { why: string } {
  const [least, largest] = [Math.min(...labels), Math.max(...labels)]
  const count = lines.length
  if (largest === count - 1 && least > 0) return { why: 'its lines may count from 0 or from 1' }
  if (largest !== count - 1 && !(largest === count && least > 0)) {
    return { why: `it has ${count} lines, and the labels go from ${least} to ${largest}` }
  }
  const from = largest === count ? 1 : 0
  return new Map(lines.map((name, line) => [String(line + from), name]))
}
