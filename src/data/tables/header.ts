/** Whether the first line of a table names its columns. */
import { isLabelName, isSplitName } from './columnNames'
import { isNumber } from './textForm'

/** The names, or undefined when the first line is a row like the others. `rows` are the rows below it. */
export function findHeader(first: readonly string[], rows: readonly (readonly string[])[]): string[] | undefined {
  return isHeader(first, rows) ? [...first] : undefined
}

function isHeader(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (first.every((cell) => cell === '')) return false
  if (isCounting(first) && !isCounting(rows[0] ?? [])) return true
  if (isNumberedRow(first)) return true
  // As pandas leaves the name of its index empty.
  if (first[0] === '' && first.length > 1 && rows.length > 0 && rows.every((row, i) => row[0] === String(i)))
    return true
  // Where a column holds numbers, its name is none.
  let names = 0
  let values = 0
  for (const [column, cell] of first.entries()) {
    if (cell === '' || !holdsNumbers(rows, column)) continue
    if (isNumber(cell)) values += 1
    else names += 1
  }
  if (names + values > 0) return names > values
  if (first.some((cell) => cell !== '' && (isLabelName(cell) || isSplitName(cell)))) return true
  return standsApart(first, rows)
}

/** `0, 1, 2, ...`, the names that columns without names get. Beside them there may be one for an index and one for a label. */
function isCounting(cells: readonly string[]): boolean {
  const numbers = cells.filter(isNumber).length
  if (numbers < 3) return false
  let steps = 0
  for (let i = 1; i < cells.length; i++) {
    if (cells[i] !== '' && cells[i - 1] !== '' && Number(cells[i]) === Number(cells[i - 1]) + 1) steps += 1
  }
  return steps >= Math.max(2, Math.min(cells.length - 3, numbers - 1))
}

/**
 * A row of numbers that pandas took for names, and numbered where they came again: `0, 0.1, 3, 0.2` of 0, 0, 3, 0. With fewer that came
 * again than this, decimals may look so.
 */
const NUMBERED = 8

export function isNumberedRow(cells: readonly string[]): boolean {
  const seen = new Map<string, number>()
  let again = 0
  for (const cell of cells) {
    const [, name, count] = /^(\d+)(?:\.(\d+))?$/.exec(cell) ?? []
    if (name === undefined) continue
    const before = seen.get(name) ?? 0
    if (Number(count ?? 0) !== before || count?.startsWith('0') === true) return false
    seen.set(name, before + 1)
    if (before > 0) again += 1
  }
  return again >= NUMBERED
}

export function holdsNumbers(rows: readonly (readonly string[])[], column: number): boolean {
  let filled = 0
  let numbers = 0
  for (const row of rows) {
    const cell = row[column]
    if (cell === undefined || cell === '') continue
    filled += 1
    if (isNumber(cell)) numbers += 1
  }
  return numbers > filled / 2
}

/** Among words: none of the first line comes again below it, where each comes often, and none looks like a file. */
function standsApart(first: readonly string[], rows: readonly (readonly string[])[]): boolean {
  if (rows.length < 4 || first.some((cell) => /[./\\]/.test(cell))) return false
  return first.every((cell, column) => {
    const below = rows.map((row) => row[column])
    return !below.includes(cell) && (first.length > 1 || new Set(below).size <= rows.length / 2)
  })
}
