/** What a screen reader says of dragging layers. By keyboard they are moved by `useKeyboardMove`, which says so itself. */
import type { Announcements, ScreenReaderInstructions, UniqueIdentifier } from '@dnd-kit/core'
import type { Layer } from '../../model/layers/registry'

export const INSTRUCTIONS: ScreenReaderInstructions = {
  draggable:
    'To move the layer, press Space or Enter, move it with the up and down arrow keys, and press Space or Enter again to put it down. Escape leaves it where it was.',
}

export function announceDrag(layers: readonly Layer[]): Announcements {
  const placeOf = (id: UniqueIdentifier): number => layers.findIndex((layer) => layer.id === id) + 1
  const nameOf = (id: UniqueIdentifier): string => layers.find((layer) => layer.id === id)?.className ?? 'The layer'
  const place = (id: UniqueIdentifier): string => `${placeOf(id)} of ${layers.length}`

  return {
    onDragStart: ({ active }) => `${nameOf(active.id)}, layer ${place(active.id)}, is picked up.`,
    onDragOver: ({ active, over }) => (over ? `${nameOf(active.id)} would be layer ${place(over.id)}.` : undefined),
    onDragEnd: ({ active, over }) => `${nameOf(active.id)} is put down as layer ${place(over?.id ?? active.id)}.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} is back as layer ${place(active.id)}.`,
  }
}
