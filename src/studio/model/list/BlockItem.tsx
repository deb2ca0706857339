import { memo } from 'react'
import type { OwnBlock } from '../../../store/session/layersPart'
import { BlockCard, type BlockCardProps } from '../card/BlockCard'
import { InsertGap, type Inserts } from './InsertGap'
import { ListRow, type ListRowProps } from './ListRow'
import { isSameProps } from '../card/sameProps'

export interface BlockItemProps
  extends BlockCardProps, Pick<ListRowProps, 'isSelected' | 'isLifted' | 'isTabStop' | 'isDrawn' | 'hands'> {
  /** The place of its first layer, from 0. */
  readonly at: number
  readonly own: readonly OwnBlock[]
  readonly inserts: Inserts
}

/** The row at the head of a block. */
export const BlockItem = memo(function BlockItem({
  at,
  isSelected,
  isLifted,
  isTabStop,
  isDrawn,
  hands,
  own,
  inserts,
  ...card
}: BlockItemProps) {
  const { id, name, summary } = card
  return (
    <ListRow
      id={id}
      name={name}
      label={`Block ${name}, layers ${at + 1} to ${at + summary.layers}`}
      isSelected={isSelected}
      isLifted={isLifted}
      isTabStop={isTabStop}
      isDrawn={isDrawn}
      inBlock={undefined}
      hands={hands}
      gap={<InsertGap row={id} name={name} own={own} inserts={inserts} />}
    >
      <BlockCard {...card} />
    </ListRow>
  )
}, isSameProps)
