import { RotateCcw } from 'lucide-react'
import type { OfferedRun } from '../../store/run/resumeActions'
import { useActions, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { describeOffer } from './describeOffer'
import styles from './ResumableRun.module.css'

/** Says which run was cut off or lost, and goes on with it, or brings it back, at a press. */
export function ResumableRun({ offered }: { readonly offered: OfferedRun }) {
  const isResuming = useSession(({ runs }) => runs.resuming !== undefined)
  const { resumeRun, declineRun } = useActions()
  const { what, need, deed } = describeOffer(offered)
  return (
    <Message kind="info" onDismiss={() => declineRun(offered.run)}>
      <span className={styles.offer}>
        <span>{what}</span>
        {need !== undefined && <span>{need}</span>}
        <Button size="small" unavailable={isResuming || need !== undefined} onClick={() => void resumeRun(offered.run)}>
          <RotateCcw size={14} aria-hidden />
          {deed}
        </Button>
      </span>
    </Message>
  )
}
