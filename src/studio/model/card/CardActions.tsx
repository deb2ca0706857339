import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { IconButton } from '../../../ui/Button'
import type { LayerEdits } from '../list/useLayerEdits'

export interface CardActionsProps {
  /** The card's row. */
  readonly id: string
  readonly canMoveUp: boolean
  readonly canMoveDown: boolean
  readonly edits: Pick<LayerEdits, 'step' | 'duplicate' | 'remove'>
}

/** What can be done with a layer or a block as a whole. */
export const CardActions = memo(function CardActions({ id, canMoveUp, canMoveDown, edits }: CardActionsProps) {
  return (
    <>
      <IconButton
        size="small"
        label="Move up"
        icon={<ArrowUp size={14} aria-hidden />}
        disabled={!canMoveUp}
        data-move={-1}
        onClick={() => edits.step(id, -1)}
      />
      <IconButton
        size="small"
        label="Move down"
        icon={<ArrowDown size={14} aria-hidden />}
        disabled={!canMoveDown}
        data-move={1}
        onClick={() => edits.step(id, 1)}
      />
      <IconButton
        size="small"
        label="Duplicate"
        icon={<Copy size={14} aria-hidden />}
        onClick={() => edits.duplicate(id)}
      />
      <IconButton
        size="small"
        label="Remove"
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => edits.remove(id)}
      />
    </>
  )
})
