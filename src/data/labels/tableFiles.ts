/** Tables of a drop, as far as their beginning and rows from their length tell. */
import type { SourceEntry } from '../../files/sourceEntry'
import type { TableProfile } from '../tables/tableProfile'
import type { ColumnsDecision } from './imageColumns'

export interface TableFile {
  readonly entry: SourceEntry
  readonly profile: TableProfile
}

/** A table that names images. */
export interface ImageTableFile extends TableFile {
  readonly decision: Exclude<ColumnsDecision, { kind: 'noImages' }>
}

/** The names of the columns and the rows below, when `hasHeader` knows better than the profile. */
export function withHeader(
  { header, rows, columns }: TableProfile,
  hasHeader: boolean,
): { names: string[]; rows: readonly (readonly string[])[] } {
  const given = hasHeader ? (header ?? rows[0]) : undefined
  const names = Array.from({ length: columns }, (_, i) => given?.[i] || `Column ${i + 1}`)
  if (hasHeader) return { names, rows: header === undefined ? rows.slice(1) : rows }
  return { names, rows: header === undefined ? rows : [header, ...rows] }
}
