/** What a screen reader says of dragging rows. By keyboard they are moved by `useKeyboardMove`, which says so itself. */
import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from '@dnd-kit/core'
import type { Row } from './rows'

export const INSTRUCTIONS: ScreenReaderInstructions = {
  draggable:
    'To move the layer, press Space or Enter, move it with the up and down arrow keys, and press Space or Enter again to put it down. Escape leaves it where it was.',
}

export function nameOfRow(row: Row): string {
  return row.kind === 'block' ? `“${row.block.name}”` : row.layer.className
}

/** `layer 2 of 7`; where there are blocks, `row 2 of 9`. */
export function placeInRows(rows: readonly Row[], at: number): string {
  const noun = rows.every(({ kind }) => kind === 'layer') ? 'layer' : 'row'
  return `${noun} ${at + 1} of ${rows.length}`
}

export function announceDrag(rows: readonly Row[]): Announcements {
  const nameOf = (id: UniqueIdentifier): string => {
    const row = rows.find((each) => each.id === id)
    return row ? nameOfRow(row) : 'The layer'
  }
  const place = (id: UniqueIdentifier): string =>
    placeInRows(
      rows,
      rows.findIndex((row) => row.id === id),
    )

  return {
    onDragStart: ({ active }) => `${nameOf(active.id)}, ${place(active.id)}, is picked up.`,
    onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} would be ${place(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => `${nameOf(active.id)} is put down as ${place(over?.id ?? active.id)}.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} is back as ${place(active.id)}.`,
  }
}
