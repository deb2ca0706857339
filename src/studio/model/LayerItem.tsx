import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { GripVertical, Plus } from 'lucide-react'
import type { Layer } from '../../model/layers/registry'
import type { LayerFacts } from '../../model/shapes'
import { classes } from '../../ui/classes'
import { LayerCard } from './LayerCard'
import styles from './LayerItem.module.css'
import { LayerMenu } from './LayerMenu'
import type { LayerEdits } from './useLayerEdits'

export interface LayerItemProps {
  readonly layer: Layer
  /** Its place, from 0. */
  readonly at: number
  readonly isLast: boolean
  readonly facts: LayerFacts | undefined
  readonly isFolded: boolean
  readonly edits: LayerEdits
  onFold(id: string): void
}

/** A place in the list: what is drawn anew while layers are dragged. The card in it is not. */
export function LayerItem({ layer, at, isLast, facts, isFolded, edits, onFold }: LayerItemProps) {
  const { id, className } = layer
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
  })

  return (
    <li
      ref={setNodeRef}
      className={classes(styles.item, isDragging && styles.dragged)}
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
        >
          <GripVertical size={14} aria-hidden />
        </button>
        <LayerCard
          layer={layer}
          at={at}
          isLast={isLast}
          facts={facts}
          isFolded={isFolded}
          edits={edits}
          onFold={onFold}
        />
      </div>
    </li>
  )
}
