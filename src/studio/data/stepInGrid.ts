/**
 * Where a key leads from a cell of a grid that is filled row by row. Undefined when it leads nowhere. PageUp and PageDown go `page` rows
 * on, or as far as there are cells.
 */
export function stepInGrid(key: string, from: number, columns: number, count: number, page = 0): number | undefined {
  const target = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    PageUp: page > 0 ? Math.max(0, from - page * columns) : undefined,
    PageDown: page > 0 ? Math.min(count - 1, from + page * columns) : undefined,
    Home: 0,
    End: count - 1,
  }[key]
  return target !== undefined && target >= 0 && target < count ? target : undefined
}
