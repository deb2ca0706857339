import { Snowflake } from 'lucide-react'
import { IconButton } from '../../../ui/Button'
import styles from './FreezeButton.module.css'

export interface FreezeButtonProps {
  readonly isFrozen: boolean
  onFreeze(frozen: boolean): void
}

/** Keeps a layer's weights as they are while others train, or lets them train. */
export function FreezeButton({ isFrozen, onFreeze }: FreezeButtonProps) {
  return (
    <IconButton
      size="small"
      className={styles.button}
      label="Freeze"
      icon={<Snowflake size={14} aria-hidden />}
      aria-pressed={isFrozen}
      onClick={() => onFreeze(!isFrozen)}
    />
  )
}
