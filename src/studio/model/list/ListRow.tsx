import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { GripVertical } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { classes } from '../../../ui/classes'
import styles from './ListRow.module.css'
import type { Press } from './selection'

/** What all rows share, none of which changes from one render to the next. */
export interface RowHands {
  pressHandle(event: KeyboardEvent, row: string): void
  leaveHandle(): void
  select(row: string, press: Press): void
}

export interface ListRowProps {
  readonly id: string
  /** Such as `Conv2D`: what is dragged and selected. */
  readonly name: string
  /** Such as `Conv2D, layer 2`. */
  readonly label: string
  readonly isSelected: boolean
  readonly isLifted: boolean
  /** The Tab key leads here, and the arrow keys to the others. */
  readonly isTabStop: boolean
  /** Its gap and its card are there. */
  readonly isDrawn: boolean
  /** Within an unfolded block, and whether it is the last there. */
  readonly inBlock: 'inside' | 'last' | undefined
  readonly hands: RowHands
  /** The gap above the card. */
  readonly gap: ReactNode
  readonly children: ReactNode
}

/** A place in the list: what it is dragged and selected by, and the card. It is drawn anew while rows are dragged; the card is not. */
export function ListRow({
  id,
  name,
  label,
  isSelected,
  isLifted,
  isTabStop,
  isDrawn,
  inBlock,
  hands,
  gap,
  children,
}: ListRowProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  })
  return (
    <li
      ref={setNodeRef}
      className={classes(
        styles.row,
        inBlock && styles.inBlock,
        inBlock === 'last' && styles.last,
        isSelected && styles.selected,
        (isDragging || isLifted) && styles.dragged,
      )}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      aria-label={label}
      data-row={id}
      data-dragged={isDragging || isLifted ? '' : undefined}
      tabIndex={isTabStop ? 0 : -1}
    >
      {isDrawn && gap}
      <div className={classes(styles.place, !isDrawn && styles.empty)}>
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.handle}
          {...attributes}
          {...listeners}
          aria-label={`Drag ${name}`}
          aria-pressed={isDragging || isLifted}
          data-handle
          onKeyDown={(event) => hands.pressHandle(event, id)}
          onBlur={hands.leaveHandle}
        >
          <GripVertical size={14} aria-hidden />
        </button>
        <label className={styles.select}>
          <input
            type="checkbox"
            aria-label={`Select ${name}`}
            checked={isSelected}
            data-select
            onChange={({ nativeEvent }) =>
              hands.select(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey ? 'range' : 'several')
            }
          />
        </label>
        {isDrawn && children}
      </div>
    </li>
  )
}
