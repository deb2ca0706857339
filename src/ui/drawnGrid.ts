/** Finding the way over a grid that is drawn, not made of elements: which cell is under the pointer, and which one a key leads to. */

export interface GridPlace {
  readonly row: number
  readonly column: number
}

interface GridSize {
  readonly rows: number
  readonly columns: number
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
}

/** Undefined for a key that leads nowhere; at the edge it leads to the same place. */
export function placeByKey(key: string, { row, column }: GridPlace, size: GridSize): GridPlace | undefined {
  const step = STEPS[key]
  return step && hold({ row: row + step[0], column: column + step[1] }, size)
}

/** A point of the screen on a grid that fills `box`. */
export function placeAt(
  point: { readonly clientX: number; readonly clientY: number },
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  size: GridSize,
): GridPlace {
  const row = Math.floor(((point.clientY - box.top) / box.height) * size.rows)
  const column = Math.floor(((point.clientX - box.left) / box.width) * size.columns)
  return hold({ row, column }, size)
}

function hold({ row, column }: GridPlace, { rows, columns }: GridSize): GridPlace {
  return { row: Math.max(0, Math.min(rows - 1, row)), column: Math.max(0, Math.min(columns - 1, column)) }
}
