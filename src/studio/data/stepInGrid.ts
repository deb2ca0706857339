/** Where a key leads from a cell of a grid that is filled row by row; nothing when it leads nowhere. */
export function stepInGrid(key: string, from: number, columns: number, count: number): number | undefined {
  const target = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from - columns,
    ArrowDown: from + columns,
    Home: 0,
    End: count - 1,
  }[key]
  return target !== undefined && target >= 0 && target < count ? target : undefined
}
