/** The names of rows beside their bars. */

/** In pixels: a letter is some so wide. */
const LETTER = 7
const LEAST_NAME = 44
const MOST_NAME = 200

export interface NameColumn {
  /** In pixels. */
  readonly width: number
  /** How many stand in it. */
  readonly letters: number
}

/** The column has at most a quarter of the chart. @param names with the heading. */
export function nameColumn(names: readonly string[], chartWidth: number): NameColumn {
  const longest = Math.max(...names.map((name) => name.length))
  const width = Math.max(LEAST_NAME, Math.min(MOST_NAME, chartWidth / 4, longest * LETTER))
  return { width, letters: Math.floor(width / LETTER) }
}

/** In the middle, so that names that begin alike are told apart by their ends. */
export function cutName(name: string, letters: number): string {
  if (name.length <= letters) return name
  const end = Math.floor((letters - 1) / 2)
  return `${name.slice(0, letters - 1 - end)}…${name.slice(name.length - end)}`
}
