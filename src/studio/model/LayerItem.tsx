import { memo } from 'react'
import { isSameValue } from '../../model/sameValue'
import type { OwnBlock } from '../../store/session/layersPart'
import { InsertGap, type Inserts } from './InsertGap'
import { LayerCard, type LayerCardProps } from './LayerCard'
import { ListRow, type ListRowProps } from './ListRow'

export interface LayerItemProps
  extends LayerCardProps, Pick<ListRowProps, 'isSelected' | 'isLifted' | 'isTabStop' | 'inBlock' | 'hands'> {
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
      inBlock={inBlock}
      hands={hands}
      gap={<InsertGap before={className} at={at} own={own} inserts={inserts} />}
    >
      <LayerCard {...card} />
    </ListRow>
  )
}, isSameItem)

function isSameItem(
  { facts, reads, ...props }: LayerItemProps,
  { facts: nextFacts, reads: nextReads, ...next }: LayerItemProps,
): boolean {
  return (
    Object.entries(props).every(([name, value]) => Object.is(value, next[name as keyof typeof next])) &&
    isSameValue(reads, nextReads) &&
    isSameValue(facts, nextFacts)
  )
}
