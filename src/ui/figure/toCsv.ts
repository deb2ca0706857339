/** A table as CSV (RFC 4180): fields with commas, quotes or line ends are quoted, lines end in CRLF. */

/** A field that a spreadsheet would take for a formula, and that is no number, begins with an apostrophe. */
const FORMULA = /^[=+\-@\t\r]/

export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(writeField).join(',')}\r\n`).join('')
}

/** Numbers have all their digits, and what is undefined is empty. */
function writeField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
