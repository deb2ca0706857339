/** Reads ARFF, the format of Weka and of OpenML: the columns' names and types, then rows of fields (Weka's manual, chapter 9). */
import type { Rewriting } from './rewriting'

const ATTRIBUTE = /^@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|(\S+))/i

/** A field that is missing. */
const MISSING = /(^|,)\s*\?\s*(?=,|$)/g
/** The first of the values that a column may have, in braces behind its name. */
const FIRST_VALUE = /^\s*\{\s*('(?:[^'\\]|\\.)*'|"[^"]*"|[^,}]*?)\s*[,}]/

/**
 * Rows in braces have those fields alone that are not 0, or not the first value of their column, which counts as 0 there:
 * `{0 5, 12 253, 784 dog}`.
 */
export function readArff(lines: readonly string[]): Promise<Rewriting | undefined> {
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('%')) ?? ''
  const data = lines.findIndex((line) => /^@data\s*$/i.test(line))
  if (!/^@relation\b/i.test(first) || data < 0) return Promise.resolve(undefined)
  const columns = lines.slice(0, data).flatMap((line) => {
    const [all = '', single, double, bare] = ATTRIBUTE.exec(line.trim()) ?? []
    const name = single ?? double ?? bare
    return name === undefined ? [] : [{ name, unsaid: FIRST_VALUE.exec(line.trim().slice(all.length))?.[1] ?? '0' }]
  })
  const header = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(',')
  const rewrite = (line: string, number: number): string => {
    if (number === data) return header
    if (number < data || line.startsWith('%')) return ''
    const row = line.trim()
    if (!row.startsWith('{')) return unquote(row)
    const fields = columns.map(({ unsaid }) => unsaid)
    for (const field of row.slice(1, row.lastIndexOf('}')).split(',')) {
      const [, place, value] = /^\s*(\d+)\s+(.*?)\s*$/.exec(field) ?? []
      if (place !== undefined && Number(place) < fields.length) fields[Number(place)] = value!
    }
    return unquote(fields.join(','))
  }
  return Promise.resolve({ rewrite })
}

/** Weka has single quotation marks, and a question mark for what is missing. */
function unquote(given: string): string {
  const row = given.includes('?') ? given.replace(MISSING, '$1') : given
  return row.includes("'")
    ? row.replace(/'((?:[^'\\]|\\.)*)'/g, (_, text: string) => `"${text.replaceAll('"', '""')}"`)
    : row
}
