import { ClipboardCopy, Copy, Flame, Group, Scissors, Snowflake, Trash2, X } from 'lucide-react'
import { Button, IconButton } from '../../../ui/Button'
import { formatCount } from '../../../ui/format'
import styles from './SelectionBar.module.css'

export interface SelectionBarProps {
  readonly count: number
  /** Why they could not be made one block. */
  readonly refusal: string | undefined
  /** What would become of their weights; undefined where none has any. */
  readonly freezing: 'freeze' | 'train' | undefined
  onCopy(): void
  onCut(): void
  onDuplicate(): void
  onGroup(): void
  onFreeze(): void
  onRemove(): void
  onClear(): void
}

/** What can be done with the selected layers, at the foot of what is seen of the list. */
export function SelectionBar({
  count,
  refusal,
  freezing,
  onCopy,
  onCut,
  onDuplicate,
  onGroup,
  onFreeze,
  onRemove,
  onClear,
}: SelectionBarProps) {
  return (
    <div role="group" aria-label="Selection" className={styles.bar}>
      <p className={styles.count}>{formatCount(count)} selected</p>
      <IconButton size="small" label="Copy" icon={<ClipboardCopy size={14} aria-hidden />} onClick={onCopy} />
      <IconButton size="small" label="Cut" icon={<Scissors size={14} aria-hidden />} onClick={onCut} />
      <IconButton size="small" label="Duplicate" icon={<Copy size={14} aria-hidden />} onClick={onDuplicate} />
      {freezing && (
        <IconButton
          size="small"
          label={freezing === 'freeze' ? 'Freeze' : 'Train'}
          icon={freezing === 'freeze' ? <Snowflake size={14} aria-hidden /> : <Flame size={14} aria-hidden />}
          onClick={onFreeze}
        />
      )}
      <IconButton size="small" label="Remove" icon={<Trash2 size={14} aria-hidden />} onClick={onRemove} />
      <Button size="small" look="plain" aria-label="Group" onClick={onGroup}>
        <Group size={14} aria-hidden />
        <span className={styles.word}>Group</span>
      </Button>
      <IconButton size="small" label="Clear selection" icon={<X size={14} aria-hidden />} onClick={onClear} />
      {refusal !== undefined && (
        <p role="alert" className={styles.refusal}>
          {refusal}
        </p>
      )}
    </div>
  )
}
