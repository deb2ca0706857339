import { useId, type Ref } from 'react'
import type { Target } from '../../../interop/target'
import styles from './TargetList.module.css'

export interface TargetListProps {
  readonly targets: readonly Target[]
  readonly value: Target
  /** The one that is chosen. */
  readonly ref: Ref<HTMLInputElement>
  onChange(target: Target): void
}

/** What a model can be written for: one of several. */
export function TargetList({ targets, value, ref, onChange }: TargetListProps) {
  const name = useId()
  return (
    <div role="radiogroup" aria-label="Written for" className={styles.list}>
      {targets.map((target) => (
        <label key={target.id} className={styles.target}>
          <input
            ref={target === value ? ref : undefined}
            type="radio"
            name={name}
            className={styles.radio}
            checked={target === value}
            onChange={() => onChange(target)}
          />
          {target.name}
        </label>
      ))}
    </div>
  )
}
