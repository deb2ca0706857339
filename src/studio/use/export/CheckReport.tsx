import { CircleCheck } from 'lucide-react'
import type { ExportCheck } from '../../../engine/protocol/export'
import { Message } from '../../../ui/Message'
import styles from './CheckReport.module.css'
import { describeCheck } from './describeCheck'

/** How the files did before they were offered. */
export function CheckReport({ check }: { readonly check: ExportCheck }) {
  const { passed, odd, about } = describeCheck(check)
  return (
    <section aria-label="Check" role="status" className={styles.check}>
      {passed.map((sentence) => (
        <p key={sentence} className={styles.passed}>
          <CircleCheck size={14} aria-hidden className={styles.icon} />
          {sentence}
        </p>
      ))}
      {odd.map((sentence) => (
        <Message key={sentence} kind="caution">
          {sentence}
        </Message>
      ))}
      <p className={styles.about}>{about}</p>
      {check.notRun !== undefined && <Message kind="caution">{check.notRun}</Message>}
    </section>
  )
}
