import { withoutBidiControls } from '../../../common/text'
import { Check, CircleMinus, CirclePlus, SquareMousePointer, Tag, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../../ui/Button'
import { formatAmount, formatCount } from '../../../ui/format'
import { Menu } from '../../../ui/Menu'
import styles from './SelectionBar.module.css'

export interface SelectionBarProps {
  /** How many images are shown, of how many: `1,234 of 70,000 images`. */
  readonly shown: string
  /** Stands beside it while nothing is selected. */
  readonly aside: ReactNode
  readonly selected: number
  readonly classNames: readonly string[]
  readonly canExclude: boolean
  readonly canInclude: boolean
  readonly picksSeveral: boolean
  onPickSeveral(picks: boolean): void
  onExclude(): void
  onInclude(): void
  onRelabel(label: string): void
  /** Takes what the model says for the labels. Absent while it has not looked at the images. */
  readonly onAccept?: (() => void) | undefined
  onClear(): void
}

/** How many images are on show. When several are selected, also the actions for them. */
export function SelectionBar({
  shown,
  aside,
  selected,
  classNames,
  canExclude,
  canInclude,
  picksSeveral,
  onPickSeveral,
  onExclude,
  onInclude,
  onRelabel,
  onAccept,
  onClear,
}: SelectionBarProps) {
  const images = formatAmount(selected, 'image')
  return (
    <div className={styles.bar}>
      <p role="status" aria-label="Images shown" className={styles.count}>
        {shown}
      </p>
      {selected > 1 ? (
        <div role="group" aria-label="Selection" className={styles.selection}>
          <p className={styles.selected}>{formatCount(selected)} selected</p>
          <Menu
            trigger={
              <Button size="small">
                <Tag size={14} aria-hidden />
                Correct {formatAmount(selected, 'label')}
              </Button>
            }
            items={classNames.map((name) => ({ name: withoutBidiControls(name), onSelect: () => onRelabel(name) }))}
          />
          {onAccept && (
            <Button size="small" onClick={onAccept}>
              <Check size={14} aria-hidden />
              Accept the model’s {formatAmount(selected, 'label')}
            </Button>
          )}
          {canExclude && (
            <Button size="small" onClick={onExclude}>
              <CircleMinus size={14} aria-hidden />
              Exclude {images}
            </Button>
          )}
          {canInclude && (
            <Button size="small" onClick={onInclude}>
              <CirclePlus size={14} aria-hidden />
              Include {images}
            </Button>
          )}
          <IconButton size="small" label="Clear selection" icon={<X size={14} aria-hidden />} onClick={onClear} />
        </div>
      ) : (
        <div className={styles.selection}>
          {aside}
          <Button
            size="small"
            look={picksSeveral ? 'outline' : 'plain'}
            aria-pressed={picksSeveral}
            onClick={() => onPickSeveral(!picksSeveral)}
          >
            <SquareMousePointer size={14} aria-hidden />
            Select several
          </Button>
        </div>
      )}
    </div>
  )
}
