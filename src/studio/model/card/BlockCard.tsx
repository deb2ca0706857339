import { ChevronDown, ChevronRight, Ellipsis } from 'lucide-react'
import { memo } from 'react'
import { formatShape } from '../../../model/layers/define'
import { IconButton } from '../../../ui/Button'
import { FactLine } from '../../../ui/FactLine'
import { formatAmount } from '../../../ui/format'
import { Menu } from '../../../ui/Menu'
import type { BlockEdits } from '../list/useBlockEdits'
import { BlockName } from './BlockName'
import { CardActions } from './CardActions'
import styles from './BlockCard.module.css'
import type { BlockSummary } from './blockSummary'
import { isSameProps } from './sameProps'
import type { LayerEdits } from '../list/useLayerEdits'

export interface BlockCardProps {
  /** Its row. */
  readonly id: string
  readonly name: string
  readonly summary: BlockSummary
  readonly isFolded: boolean
  readonly canMoveUp: boolean
  readonly canMoveDown: boolean
  readonly edits: LayerEdits
  readonly blocks: BlockEdits
}

/** The head of a block: what it is called, makes and costs as a whole, and what can be done with it. */
export const BlockCard = memo(function BlockCard({
  id,
  name,
  summary,
  isFolded,
  canMoveUp,
  canMoveDown,
  edits,
  blocks,
}: BlockCardProps) {
  const { layers, output, parameters, weighted, frozen, errors, hints } = summary
  return (
    <div className={styles.card}>
      <div className={styles.header}>
        <IconButton
          size="small"
          className={styles.fold}
          label={isFolded ? 'Unfold' : 'Fold'}
          icon={isFolded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          aria-expanded={!isFolded}
          onClick={() => blocks.fold(name)}
        />
        <BlockName name={name} onRename={(to) => blocks.rename(name, to)} />
        <div className={styles.actions}>
          <CardActions
            id={id}
            canMoveUp={canMoveUp}
            canMoveDown={canMoveDown}
            edits={{ ...edits, duplicate: () => blocks.duplicate(id, name) }}
          />
          <Menu
            trigger={<IconButton size="small" label="More for the block" icon={<Ellipsis size={14} aria-hidden />} />}
            movesFocus
            items={[
              {
                name: 'Repeat …',
                description: 'Puts copies behind it, each of which reads the one before.',
                opensWindow: true,
                onSelect: () => blocks.askRepeat(name),
              },
              ...(weighted > 0
                ? [
                    frozen === weighted
                      ? {
                          name: 'Train',
                          description: 'Lets its layers train again.',
                          onSelect: () => blocks.freeze(name, false),
                        }
                      : {
                          name: 'Freeze',
                          description: 'Keeps the weights of its layers as they are while others train.',
                          onSelect: () => blocks.freeze(name, true),
                        },
                  ]
                : []),
              {
                name: 'Save as a block of my own',
                description: 'Keeps it in this browser, for any model.',
                onSelect: () => blocks.saveOwn(id, name),
              },
              {
                name: 'Ungroup',
                description: 'Takes the block away and leaves its layers.',
                onSelect: () => blocks.ungroup(name),
              },
            ]}
          />
        </div>
      </div>
      <FactLine>
        <span>{formatAmount(layers, 'layer')}</span>
        {output && <strong title="Output shape">{formatShape(output)}</strong>}
        {parameters !== undefined && <span>{formatAmount(parameters, 'param')}</span>}
        {frozen > 0 && <span>{frozen === weighted ? 'frozen' : `${frozen} of ${weighted} frozen`}</span>}
        {errors > 0 && <strong className={styles.errors}>{formatAmount(errors, 'problem')}</strong>}
        {hints > 0 && <span className={styles.hints}>{formatAmount(hints, 'hint')}</span>}
      </FactLine>
    </div>
  )
}, isSameProps)
