/** Joins lists of a drop to the tables of images that lack what they say. */
import type { SourceEntry } from '../../files/sourceEntry'
import { type JoinedLists, joinLists } from '../labels/joinLists'
import type { TableFile } from '../labels/tableFiles'
import type { SortedTables } from './sortTables'

export interface JoinedTables {
  /** Without the lists that were joined. */
  readonly tables: SortedTables
  /** By the entry of a table of images. */
  readonly joins: ReadonlyMap<SourceEntry, JoinedLists>
}

/** Throws the errors of reading, and the signal's reason when it is aborted. */
export async function joinTables(tables: SortedTables, signal: AbortSignal): Promise<JoinedTables> {
  const joins = new Map<SourceEntry, JoinedLists>()
  const taken = new Set<SourceEntry>()
  const { ofImages, ofLabels, unknown, ofNames } = tables
  for (const table of ofImages) {
    if (taken.has(table.entry)) continue
    // A table that labels images itself is no list of another's.
    const unlabelled = ofImages.filter(({ decision }) => decision.kind === 'unlabelled')
    const others = [...ofLabels, ...unknown, ...ofNames, ...unlabelled].filter(
      ({ entry }) => entry !== table.entry && !taken.has(entry) && !joins.has(entry),
    )
    const joined = await joinLists(table, others, signal)
    if (joined === undefined) continue
    joins.set(table.entry, joined)
    for (const { table: list } of joined.lists) taken.add(list.entry)
  }
  return { tables: leave(tables, taken), joins }
}

function leave(tables: SortedTables, taken: ReadonlySet<SourceEntry>): SortedTables {
  const isLeft = ({ entry }: { readonly entry: SourceEntry }): boolean => !taken.has(entry)
  return {
    ...tables,
    ofImages: tables.ofImages.filter(isLeft),
    ofLabels: tables.ofLabels.filter(isLeft),
    unknown: tables.unknown.filter(isLeft),
    ofNames: tables.ofNames.filter(isLeft),
  }
}

/** A list that says nothing by itself, and the tables that a person took out without which it doesn't. */
export interface LoneList {
  readonly table: TableFile
  readonly without: readonly TableFile[]
}

/**
 * Takes out of `tables` the lists that would have been joined, had a person taken nothing out. `all` has every table in. Throws as
 * `joinTables` does.
 */
export async function leaveLoneLists(
  all: SortedTables,
  { tables, joins }: JoinedTables,
  signal: AbortSignal,
): Promise<{ readonly tables: SortedTables; readonly lone: readonly LoneList[] }> {
  const { takenOut } = tables
  if (takenOut.length === 0) return { tables, lone: [] }
  const isOut = ({ entry }: { readonly entry: SourceEntry }): boolean => takenOut.some((out) => out.entry === entry)
  const joined = new Set([...joins].flatMap(([entry, { lists }]) => [entry, ...lists.map(({ table }) => table.entry)]))
  const lone: LoneList[] = []
  for (const [entry, { lists }] of (await joinTables(all, signal)).joins) {
    const together = [...all.ofImages.filter((table) => table.entry === entry), ...lists.map(({ table }) => table)]
    const without = together.filter(isOut)
    for (const { table } of lists) if (!isOut(table) && !joined.has(table.entry)) lone.push({ table, without })
  }
  return { tables: leave(tables, new Set(lone.map(({ table }) => table.entry))), lone }
}
