import { closestCenter, DndContext, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import type { DragEndEvent, Modifier } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { ChevronsDownUp, ChevronsUpDown, Plus } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Layer } from '../../model/layers/registry'
import type { LayerFacts } from '../../model/graph/shapes'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { formatAmount } from '../../ui/format'
import { announceDrag, INSTRUCTIONS } from './announceDrag'
import { LayerItem } from './LayerItem'
import styles from './LayerList.module.css'
import { LayerMenu } from './LayerMenu'
import { useKeyboardMove } from './useKeyboardMove'
import { useLayerEdits } from './useLayerEdits'

const UP_AND_DOWN: Modifier[] = [({ transform }) => ({ ...transform, x: 0 })]
// A press that hardly moves is a click.
const POINTER = { activationConstraint: { distance: 4 } }

export interface LayerListProps {
  readonly layers: readonly Layer[]
  /** One a layer. */
  readonly facts: readonly LayerFacts[]
}

/** The stack, from the first layer to the last. */
export function LayerList({ layers, facts }: LayerListProps) {
  const room = useRef<HTMLDivElement>(null)
  const edits = useLayerEdits(room)
  const keyboardMove = useKeyboardMove(edits)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const sensors = useSensors(useSensor(PointerSensor, POINTER))
  const ids = useMemo(() => layers.map((layer) => layer.id), [layers])
  const accessibility = useMemo(
    () => ({ announcements: announceDrag(layers), screenReaderInstructions: INSTRUCTIONS }),
    [layers],
  )
  const fold = useCallback((id: string) => setFolded((before) => before.symmetricDifference(new Set([id]))), [])
  const areFolded = layers.length > 0 && ids.every((id) => folded.has(id))

  const drop = ({ active, over }: DragEndEvent): void => {
    if (over) edits.moveTo(String(active.id), ids.indexOf(String(over.id)))
  }

  return (
    <div ref={room} className={styles.room}>
      <div className={styles.header}>
        <h3 className={styles.title}>{formatAmount(layers.length, 'layer')}</h3>
        <Button
          look="plain"
          size="small"
          disabled={layers.length === 0}
          onClick={() => setFolded(new Set(areFolded ? [] : ids))}
        >
          {areFolded ? <ChevronsUpDown size={14} aria-hidden /> : <ChevronsDownUp size={14} aria-hidden />}
          {areFolded ? 'Unfold all' : 'Fold all'}
        </Button>
      </div>
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        modifiers={UP_AND_DOWN}
        accessibility={accessibility}
        onDragEnd={drop}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className={styles.layers} aria-label="Layers">
            {layers.map((layer, at) => (
              <LayerItem
                key={layer.id}
                layer={layer}
                at={at}
                count={layers.length}
                facts={facts[at]}
                isFolded={folded.has(layer.id)}
                edits={edits}
                keyboardMove={keyboardMove}
                onFold={fold}
              />
            ))}
          </ol>
        </SortableContext>
      </DndContext>
      <Announcement text={keyboardMove.news} />
      <LayerMenu
        trigger={
          <Button data-add className={styles.add}>
            <Plus size={14} aria-hidden />
            Add layer
          </Button>
        }
        onChoose={(className) => edits.insert(layers.length, className)}
      />
    </div>
  )
}
