/** Reads ARFF, the format of Weka and of OpenML: the columns' names and types, then rows of fields (Weka's manual, chapter 9). */
import type { Rewriting } from './rewriting'

const ATTRIBUTE = /^@attribute\s+(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|(\S+))/i

/** Rows in braces have the fields that are not 0 alone: `{0 5, 12 253}`. */
export function readArff(lines: readonly string[]): Promise<Rewriting | undefined> {
  const first = lines.find((line) => line.trim() !== '' && !line.startsWith('%')) ?? ''
  const data = lines.findIndex((line) => /^@data\s*$/i.test(line))
  if (!/^@relation\b/i.test(first) || data < 0) return Promise.resolve(undefined)
  const names = lines.slice(0, data).flatMap((line) => {
    const [, single, double, bare] = ATTRIBUTE.exec(line.trim()) ?? []
    const name = single ?? double ?? bare
    return name === undefined ? [] : [name]
  })
  const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',')
  const rewrite = (line: string, number: number): string => {
    if (number === data) return header
    if (number < data || line.startsWith('%')) return ''
    const row = line.trim()
    if (!row.startsWith('{')) return unquote(row)
    const fields = new Array<string>(names.length).fill('0')
    for (const field of row.slice(1, row.lastIndexOf('}')).split(',')) {
      const [, place, value] = /^\s*(\d+)\s+(.*?)\s*$/.exec(field) ?? []
      if (place !== undefined && Number(place) < fields.length) fields[Number(place)] = value!
    }
    return unquote(fields.join(','))
  }
  return Promise.resolve({ rewrite })
}

/** Weka has single quotation marks. */
function unquote(row: string): string {
  return row.includes("'")
    ? row.replace(/'((?:[^'\\]|\\.)*)'/g, (_, text: string) => `"${text.replaceAll('"', '""')}"`)
    : row
}
