import { Plus } from 'lucide-react'
import { memo } from 'react'
import type { LayerClassName } from '../../../model/layers/registry'
import type { OwnBlock } from '../../../store/session/layersPart'
import styles from './InsertGap.module.css'
import { LayerMenu } from './LayerMenu'

/** What a layer is added by, the same for all gaps: above a row. */
export interface Inserts {
  add(above: string, className: LayerClassName): void
  addOwn(above: string, name: string): void
  manageOwn(): void
}

export interface InsertGapProps {
  /** The row below it, and what that is called. */
  readonly row: string
  readonly name: string
  readonly own: readonly OwnBlock[]
  readonly inserts: Inserts
}

/** The gap above a card, in which a line with a plus appears. */
export const InsertGap = memo(function InsertGap({ row, name, own, inserts }: InsertGapProps) {
  return (
    <LayerMenu
      trigger={
        <button type="button" className={styles.insert} aria-label={`Insert a layer before ${name}`}>
          <Plus size={12} strokeWidth={2.5} aria-hidden />
        </button>
      }
      own={own}
      onChoose={(className) => inserts.add(row, className)}
      onChooseOwn={(block) => inserts.addOwn(row, block)}
      onManageOwn={inserts.manageOwn}
    />
  )
})
