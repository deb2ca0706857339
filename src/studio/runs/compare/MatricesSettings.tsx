import type { ReactNode } from 'react'
import type { CellUnit } from '../../../runs/compare'
import { SegmentedControl } from '../../../ui/SegmentedControl'
import styles from './Comparison.module.css'

export interface MatricesSettingsProps {
  /** Its name, such as `Cells show`. */
  readonly label: string
  readonly unit: CellUnit
  readonly children?: ReactNode
  onUnit(unit: CellUnit): void
}

/** Above matrices that stand side by side: what all of them show. */
export function MatricesSettings({ label, unit, children, onUnit }: MatricesSettingsProps) {
  return (
    <div className={styles.settings}>
      {children}
      <SegmentedControl
        label={label}
        value={unit}
        options={[
          { value: 'counts', label: 'Counts' },
          { value: 'shares', label: 'Row %' },
        ]}
        onChange={onUnit}
      />
    </div>
  )
}
