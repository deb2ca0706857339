import { ChevronsDownUp, ChevronsUpDown, ClipboardPaste } from 'lucide-react'
import { Button } from '../../../ui/Button'
import { formatAmount } from '../../../ui/format'
import styles from './LayerList.module.css'

export interface ListHeadProps {
  readonly count: number
  readonly isAllFolded: boolean
  onPaste(): void
  onFoldAll(): void
}

/** How many layers there are, and what can be done with the list as a whole. */
export function ListHead({ count, isAllFolded, onPaste, onFoldAll }: ListHeadProps) {
  return (
    <div className={styles.header}>
      <h3 className={styles.title}>{formatAmount(count, 'layer')}</h3>
      <Button look="plain" size="small" onClick={onPaste}>
        <ClipboardPaste size={14} aria-hidden />
        Paste
      </Button>
      <Button look="plain" size="small" disabled={count === 0} onClick={onFoldAll}>
        {isAllFolded ? <ChevronsUpDown size={14} aria-hidden /> : <ChevronsDownUp size={14} aria-hidden />}
        {isAllFolded ? 'Unfold all' : 'Fold all'}
      </Button>
    </div>
  )
}
