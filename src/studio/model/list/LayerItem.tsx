import { memo } from 'react'
import type { OwnBlock } from '../../../store/session/layersPart'
import { InsertGap, type Inserts } from './InsertGap'
import { LayerCard, type LayerCardProps } from '../card/LayerCard'
import { ListRow, type ListRowProps } from './ListRow'
import { isSameProps } from '../card/sameProps'

export interface LayerItemProps
  extends
    LayerCardProps,
    Pick<ListRowProps, 'isSelected' | 'isLifted' | 'isTabStop' | 'isDrawn' | 'inBlock' | 'hands'> {
  /** Its place, from 0. */
  readonly at: number
  readonly own: readonly OwnBlock[]
  readonly inserts: Inserts
}

/** A layer's row. */
export const LayerItem = memo(function LayerItem({
  at,
  isSelected,
  isLifted,
  isTabStop,
  isDrawn,
  inBlock,
  hands,
  own,
  inserts,
  ...card
}: LayerItemProps) {
  const { id, className, block } = card.layer
  return (
    <ListRow
      id={id}
      name={className}
      label={`${className}, layer ${at + 1}${block === undefined ? '' : `, in ${block}`}`}
      isSelected={isSelected}
      isLifted={isLifted}
      isTabStop={isTabStop}
      isDrawn={isDrawn}
      inBlock={inBlock}
      hands={hands}
      gap={<InsertGap row={id} name={className} own={own} inserts={inserts} />}
    >
      <LayerCard {...card} />
    </ListRow>
  )
}, isSameProps)
