/** Finds the labels in a table that has no pixels. */
import { isIndexName, isLabelName, isSplitName } from './columnNames'
import { holdsNumbers } from './header'
import { areOneHot } from './oneHot'
import type { TableSample, TableShape } from './tableProfile'
import { isNumber } from './textForm'

/** Text longer than this is prose. */
const MAX_WORDS_LENGTH = 60

/** Undefined for a table of something else. */
export function findLabelColumns(sample: TableSample): TableShape | undefined {
  const { header, columns, rows } = sample
  const all = Array.from({ length: columns }, (_, column) => column)
  const others = all.filter((column) => !isIndexColumn(sample, column) && !isSplitName(header?.[column] ?? 'none'))
  const candidates = others.length === 0 && columns === 1 ? all : others
  if (candidates.length > 1 && areOneHot(rows, candidates)) {
    const classes = candidates.map((column, i) => header?.[column] || String(i))
    return { kind: 'oneHot', columns: candidates, classes }
  }
  const named = header === undefined ? [] : candidates.filter((column) => isLabelName(header[column]!))
  const [column] = candidates
  if (candidates.length !== 1 || column === undefined) return undefined
  return named.length === 1 || looksLikeLabels(rows.map((row) => row[column]!)) ? { kind: 'labels', column } : undefined
}

/** An index goes up by one from row to row, from 0 or 1, or has an index's name. A single column is never one. */
export function isIndexColumn({ header, columns, rows }: TableSample, column: number): boolean {
  if (columns === 1) return false
  if (header !== undefined && isLabelName(header[column]!)) return false
  const first = Number(rows[0]?.[column] || NaN)
  const counts =
    (first === 0 || first === 1) && rows.every((row, i) => row[column] !== '' && Number(row[column]) === first + i)
  if (header === undefined) return counts && rows.length > 2
  const name = header[column]!
  return counts ? name === '' || isIndexName(name) || rows.length > 10 : name === '' && holdsNumbers(rows, column)
}

function looksLikeLabels(cells: readonly string[]): boolean {
  if (cells.length === 0) return false
  if (cells.filter(isNumber).length > cells.length / 2) return true
  const letters = cells.reduce((sum, cell) => sum + cell.length, 0)
  return letters <= MAX_WORDS_LENGTH * cells.length && (cells.length < 20 || new Set(cells).size <= cells.length / 2)
}
