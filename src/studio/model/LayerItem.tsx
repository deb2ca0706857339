import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { GripVertical, Plus } from 'lucide-react'
import { classes } from '../../ui/classes'
import { LayerCard, type LayerCardProps } from './LayerCard'
import styles from './LayerItem.module.css'
import { LayerMenu } from './LayerMenu'
import type { KeyboardMove } from './useKeyboardMove'

export interface LayerItemProps extends Omit<LayerCardProps, 'isLast'> {
  /** How many layers there are. */
  readonly count: number
  readonly keyboardMove: KeyboardMove
}

/** A place in the list. It is drawn anew while layers are dragged; the card in it is not. */
export function LayerItem({ layer, at, count, keyboardMove, edits, ...card }: LayerItemProps) {
  const { id, className } = layer
  const isLifted = keyboardMove.lifted === id
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  })

  return (
    <li
      ref={setNodeRef}
      className={classes(styles.item, (isDragging || isLifted) && styles.dragged)}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      aria-label={`${className}, layer ${at + 1}`}
      data-layer={id}
      tabIndex={-1}
    >
      <LayerMenu
        trigger={
          <button type="button" className={styles.insert} aria-label={`Insert a layer before ${className}`}>
            <Plus size={12} strokeWidth={2.5} aria-hidden />
          </button>
        }
        onChoose={(chosen) => edits.insert(at, chosen)}
      />
      <div className={styles.place}>
        <button
          type="button"
          ref={setActivatorNodeRef}
          className={styles.handle}
          {...attributes}
          {...listeners}
          aria-label={`Drag ${className}`}
          aria-pressed={isDragging || isLifted}
          data-handle
          onKeyDown={(event) => keyboardMove.press(event, { id, name: className, at, count })}
          onBlur={keyboardMove.leave}
        >
          <GripVertical size={14} aria-hidden />
        </button>
        <LayerCard layer={layer} at={at} isLast={at === count - 1} edits={edits} {...card} />
      </div>
    </li>
  )
}
