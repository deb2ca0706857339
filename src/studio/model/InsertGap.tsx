import { Plus } from 'lucide-react'
import type { LayerClassName } from '../../model/layers/registry'
import type { OwnBlock } from '../../store/session/layersPart'
import styles from './InsertGap.module.css'
import { LayerMenu } from './LayerMenu'

/** What a layer is added by, the same for all gaps. */
export interface Inserts {
  add(at: number, className: LayerClassName): void
  addOwn(at: number, name: string): void
  manageOwn(): void
}

export interface InsertGapProps {
  /** What comes after it. */
  readonly before: string
  /** The place of a layer that is put here. */
  readonly at: number
  readonly own: readonly OwnBlock[]
  readonly inserts: Inserts
}

/** The gap above a card, in which a line with a plus appears. */
export function InsertGap({ before, at, own, inserts }: InsertGapProps) {
  return (
    <LayerMenu
      trigger={
        <button type="button" className={styles.insert} aria-label={`Insert a layer before ${before}`}>
          <Plus size={12} strokeWidth={2.5} aria-hidden />
        </button>
      }
      own={own}
      onChoose={(className) => inserts.add(at, className)}
      onChooseOwn={(name) => inserts.addOwn(at, name)}
      onManageOwn={inserts.manageOwn}
    />
  )
}
