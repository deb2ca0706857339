import type { DatasetSummary } from '../../../engine/protocol/data'
import { CircleCheck } from 'lucide-react'
import { Message } from '../../../ui/Message'
import styles from './ChecksTab.module.css'
import type { ImageView } from './imageView'
import { FindingItem } from './FindingItem'
import type { ChecksState } from './useChecks'

export interface ChecksTabProps {
  readonly dataset: DatasetSummary
  readonly checks: ChecksState
  onShow(view: ImageView): void
}

/** The findings that a careful colleague would point out, each with its images and a remedy. */
export function ChecksTab({ dataset, checks, onShow }: ChecksTabProps) {
  const { findings, looking, trouble } = checks
  return (
    <div className={styles.tab}>
      <p className={styles.about} role="status">
        {looking
          ? 'Looking through the images …'
          : 'Looked for identical images within and across splits, near-empty images, classes with nearly the same name, missing classes and imbalance.'}
      </p>
      {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
      {findings && findings.length > 0 && (
        <ul className={styles.findings} aria-label="Findings">
          {findings.map((finding) => (
            <FindingItem key={finding.kind + finding.message} finding={finding} dataset={dataset} onShow={onShow} />
          ))}
        </ul>
      )}
      {findings?.length === 0 && (
        <p className={styles.good}>
          <CircleCheck size={16} aria-hidden />
          Nothing stands out.
        </p>
      )}
    </div>
  )
}
