/** Joins lists of a drop to the tables of images that lack what they say. */
import type { SourceEntry } from '../../files/sourceEntry'
import { type JoinedLists, joinLists } from '../labels/joinLists'
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
  const isLeft = ({ entry }: { readonly entry: SourceEntry }): boolean => !taken.has(entry)
  return {
    tables: {
      ...tables,
      ofImages: ofImages.filter(isLeft),
      ofLabels: ofLabels.filter(isLeft),
      unknown: unknown.filter(isLeft),
      ofNames: ofNames.filter(isLeft),
    },
    joins,
  }
}
