/**
 * Lists that each say one thing of the same images and are joined by a number or a name, as those of Caltech-UCSD Birds are:
 * `images.txt`, `image_class_labels.txt`, `train_test_split.txt` and `classes.txt`.
 */
import { SPLITS } from '../../model/split'
import { quoted } from '../../common/text'
import { MAX_CLASSES } from '../classes'
import { findFacts } from '../tables/columnFacts'
import { isLabelName, isSplitFlagName, isSplitName } from '../tables/columnNames'
import { tidyLabel } from '../tables/labelText'
import { readRows } from '../tables/tableRows'
import { fileName, readName, splitsInName } from './fileNames'
import { readSplit } from './readSplit'
import { spell } from './spelling'
import { findSplitFlags, readSplitFlags } from './splitFlags'
import type { ImageTableFile, TableFile } from './tableFiles'

/** The share of a list's keys that must be those of the images. */
const AGREED = 0.95

export interface JoinedLists {
  /** The column of the table of images by which the lists are joined. */
  readonly key: number
  /** By key. */
  readonly labels: ReadonlyMap<string, string> | undefined
  /** By key, indices in SPLITS. */
  readonly splits: ReadonlyMap<string, number> | undefined
  /** The lists, and what each of them says. */
  readonly lists: readonly { readonly table: TableFile; readonly outcome: string }[]
  readonly notes: readonly string[]
}

/** A field as lists are joined by it. */
export function toKey(field: string): string {
  return spell(tidyLabel(field))
}

/** A list of two columns: a key, and what it says of it. */
interface List {
  readonly table: TableFile
  readonly key: number
  readonly value: number
  readonly rows: ReadonlyMap<string, string>
}

/**
 * Joins lists among `others` to a table of images that lacks labels or splits. Undefined when none fits, or when several may be meant.
 * Throws the errors of reading, and the signal's reason when it is aborted.
 */
export async function joinLists(
  images: ImageTableFile,
  others: readonly TableFile[],
  signal: AbortSignal,
): Promise<JoinedLists | undefined> {
  const { decision, profile } = images
  if (decision.kind === 'doubtful') return undefined
  const path = decision.kind === 'clear' ? decision.columns.path : decision.path
  const split = decision.kind === 'clear' ? decision.columns.split : decision.split
  const hasSplits = split !== undefined || decision.flags !== undefined
  if (decision.kind === 'clear' && hasSplits) return undefined
  const lists = (await Promise.all(others.map((table) => openList(table, signal)))).flat()
  if (lists.length === 0) return undefined
  const candidates = columnsOf(profile).filter((column) => column === path || isUnique(profile.spread, column))
  let splitsOnly: JoinedLists | undefined
  // A number before a name: names of files are keys of last resort.
  for (const key of candidates.toSorted((a, b) => Number(a === path) - Number(b === path))) {
    const keys = new Set((await readColumns(images, [key], signal)).map(([cell]) => cell!))
    const fitting = lists.filter(({ rows }) => shareIn([...rows.keys()], keys) >= AGREED && covers(rows, keys))
    const splitLists = hasSplits ? [] : fitting.filter(saysSplits)
    const labelLists = decision.kind === 'clear' ? [] : fitting.filter((list) => !saysSplits(list) && saysLabels(list))
    const labels = onlyOne(labelLists)
    const splits = onlyOne(splitLists)
    if (labels === undefined && splits === undefined) continue
    const joined = join(key, labels, splits, lists)
    if (decision.kind === 'clear' || labels !== undefined) return joined
    splitsOnly ??= joined
  }
  return splitsOnly
}

function join(key: number, labels: List | undefined, splits: List | undefined, lists: readonly List[]): JoinedLists {
  const names = labels && lists.find((list) => list !== labels && list !== splits && namesClasses(list, labels))
  const used: { table: TableFile; outcome: string }[] = []
  const notes: string[] = []
  let labelOf: Map<string, string> | undefined
  if (labels !== undefined) {
    used.push({ table: labels.table, outcome: 'labels, joined by their keys' })
    labelOf = new Map([...labels.rows].map(([own, value]) => [own, names?.rows.get(value) ?? value]))
    notes.push(
      `${labels.table.entry.path} says the labels${names === undefined ? '' : `, and ${names.table.entry.path} their names`}.`,
    )
  }
  if (names !== undefined) used.push({ table: names.table, outcome: 'names of the classes' })
  let splitOf: Map<string, number> | undefined
  if (splits !== undefined) {
    const read = splitReader(splits)!
    splitOf = new Map(
      [...splits.rows].flatMap(([own, value]) => (read(value) === undefined ? [] : [[own, read(value)!]])),
    )
    used.push({ table: splits.table, outcome: 'splits, joined by their keys' })
    const values = [...new Set(splits.rows.values())]
    const said = values.map((value) => `${quoted(value)} is ${SPLITS[read(value)!]}`).slice(0, 3)
    notes.push(`${splits.table.entry.path} says the splits: ${said.join(', ')}.`)
  }
  return { key, labels: labelOf, splits: splitOf, lists: used, notes }
}

/** A table of two columns as lists, with each column that has another value in every row as the key. */
async function openList(table: TableFile, signal: AbortSignal): Promise<List[]> {
  const { profile } = table
  if (profile.columns !== 2) return []
  const all = await readColumns(table, [0, 1], signal)
  return [0, 1].flatMap((key) => {
    const rows = new Map(all.map((row) => [row[key]!, row[1 - key]!]))
    return rows.size === all.length && rows.size > 1 ? [{ table, key, value: 1 - key, rows }] : []
  })
}

async function readColumns(
  { entry, profile }: TableFile,
  columns: readonly number[],
  signal: AbortSignal,
): Promise<string[][]> {
  const rows: string[][] = []
  let isHeader = profile.header !== undefined
  for await (const { fields, isBlank } of readRows(entry, profile.form, signal)) {
    if (isBlank) continue
    if (!isHeader && fields.length >= profile.columns) rows.push(columns.map((column) => toKey(fields[column]!)))
    isHeader = false
  }
  return rows
}

function columnsOf({ columns, spread }: TableFile['profile']): number[] {
  return Array.from({ length: Math.min(columns, spread[0]?.length ?? 0) }, (_, column) => column)
}

function isUnique(rows: readonly (readonly string[])[], column: number): boolean {
  return findFacts(rows.map((row) => row[column] ?? '')).isUnique
}

function shareIn(keys: readonly string[], known: ReadonlySet<string>): number {
  return keys.filter((key) => known.has(key)).length / keys.length
}

function covers(rows: ReadonlyMap<string, string>, keys: ReadonlySet<string>): boolean {
  return 2 * [...keys].filter((key) => rows.has(key)).length > keys.size
}

/** What the list's column of values, or its file, is called. */
function nameOf({ table: { entry, profile }, value }: List): string {
  return profile.header?.[value] || fileName(entry.path).replace(/\.\w+$/, '')
}

function saysSplits(list: List): boolean {
  return splitReader(list) !== undefined
}

/** Undefined when the list speaks of something else. */
function splitReader(list: List): ((text: string) => number | undefined) | undefined {
  const name = nameOf(list)
  const values = [...new Set(list.rows.values())]
  if (isSplitFlagName(name)) {
    const flags = findSplitFlags(
      [name],
      values.map((value) => [value]),
      [0],
    )
    if (flags !== undefined) return (text) => readSplitFlags([text], flags)
  }
  const isNamed = isSplitName(name) || splitsInName(name).length > 0
  if (!isNamed && !values.every((value) => /^\p{L}/u.test(value))) return undefined
  return values.every((value) => readSplit(value) !== undefined) ? readSplit : undefined
}

function saysLabels({ rows }: List): boolean {
  const { size } = new Set(rows.values())
  return size > 1 && size <= MAX_CLASSES && 2 * size <= rows.size
}

/** Where several fit, the one that is named so. */
function onlyOne(lists: readonly List[]): List | undefined {
  if (lists.length < 2) return lists[0]
  const named = lists.filter((list) => isLabelName(nameOf(list)) || readName(nameOf(list)).role === 'labels')
  return named.length === 1 ? named[0] : undefined
}

/** Its keys are the labels, and each has a name of its own that is no number. */
function namesClasses({ rows }: List, labels: List): boolean {
  const used = new Set(labels.rows.values())
  const names = [...rows.values()]
  return (
    rows.size <= MAX_CLASSES &&
    [...used].every((label) => rows.has(label)) &&
    new Set(names).size === names.length &&
    names.every((name) => name !== '' && !/^[\d.]+$/.test(name))
  )
}
