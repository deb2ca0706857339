/** What a screen reader says of dragging rows. By keyboard they are moved by `useKeyboardMove`, which says so itself. */
import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from '@dnd-kit/core'
import { dropPlace, type Row } from './rows'
import { draggedTogether } from './selection'

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

/** @param selected the layers that are selected: a row among them is dragged with all of them. */
export function announceDrag(rows: readonly Row[], selected: ReadonlySet<string> = new Set()): Announcements {
  const nameOf = (id: UniqueIdentifier): string => {
    const row = rows.find((each) => each.id === id)
    return row ? nameOfRow(row) : 'The layer'
  }
  const place = (id: UniqueIdentifier): string =>
    placeInRows(
      rows,
      rows.findIndex((row) => row.id === id),
    )
  const placeOn = (id: UniqueIdentifier, over: UniqueIdentifier): string =>
    placeInRows(rows, dropPlace(rows, String(id), String(over)))

  const alongOf = (id: UniqueIdentifier): string => {
    const together = draggedTogether(rows, selected, String(id)).length
    return together > 0 ? `, with the others of ${together} selected layers` : ''
  }

  return {
    onDragStart: ({ active }) => `${nameOf(active.id)}, ${place(active.id)}, is picked up${alongOf(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over && alongOf(active.id) === '' ? `${nameOf(active.id)} would be ${placeOn(active.id, over.id)}.` : undefined,
    onDragEnd: ({ active, over }) => {
      if (over && alongOf(active.id) !== '') return `${nameOf(active.id)} is put down${alongOf(active.id)}.`
      return `${nameOf(active.id)} is put down as ${over ? placeOn(active.id, over.id) : place(active.id)}.`
    },
    onDragCancel: ({ active }) => `${nameOf(active.id)} is back as ${place(active.id)}.`,
  }
}
