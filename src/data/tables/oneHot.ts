/** Labels as one column a class: one-hot. */

/** `columns[i]` is that of `classes[i]`. */
export interface OneHot {
  readonly columns: readonly number[]
  readonly classes: readonly string[]
}

/** Next to all rows have a single one in these columns, and zeros: one row may be wrong. */
export function areOneHot(rows: readonly (readonly string[])[], columns: readonly number[]): boolean {
  const fitting = rows.filter((row) => findOne(row, columns) !== undefined).length
  return fitting > 0 && fitting >= 0.9 * rows.length
}

/** The class of a row; undefined when it has not a single one among zeros. */
export function readOneHot(fields: readonly string[], { columns, classes }: OneHot): string | undefined {
  const one = findOne(fields, columns)
  return one === undefined ? undefined : classes[one]
}

/** The place in `columns` of the only one. */
function findOne(fields: readonly string[], columns: readonly number[]): number | undefined {
  let one: number | undefined
  for (const [i, column] of columns.entries()) {
    const flag = readFlag(fields[column] ?? '')
    if (flag === 0) continue
    if (flag === undefined || one !== undefined) return undefined
    one = i
  }
  return one
}

/** A number or, as pandas writes them, a boolean. Quotation marks around it don't count. */
export function readFlag(field: string): 0 | 1 | undefined {
  const cell = field.trim().replace(/^"(.*)"$/, '$1')
  if (/^(true|1|1\.0*(e\+?00)?)$/i.test(cell)) return 1
  if (/^(false|0|0\.0*(e\+?00)?)$/i.test(cell)) return 0
  return undefined
}
