/** A matrix as a table: its rows and columns have the same names. */
export interface SquareTable<Value> {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | Value)[])[]
}

/** @param cells row by row. */
export function squareTable<Value>(names: readonly string[], cells: readonly Value[]): SquareTable<Value> {
  const count = names.length
  return {
    columns: ['True, predicted →', ...names],
    rows: names.map((name, row) => [name, ...cells.slice(row * count, (row + 1) * count)]),
  }
}
