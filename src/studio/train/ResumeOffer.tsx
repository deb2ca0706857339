import { RotateCcw } from 'lucide-react'
import { useActions, useSession } from '../../store/hooks'
import { offeredRun } from '../../store/run/resumeActions'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { describeOffer } from './describeOffer'
import styles from './ResumeOffer.module.css'

/** A run that was cut off or lost, and the way on with it, or back; nothing where there is none, or while another goes on. */
export function ResumeOffer() {
  const offered = useSession(({ runs, run }) => (isTraining(run.state) ? undefined : offeredRun(runs)))
  const isResuming = useSession(({ runs }) => runs.resuming !== undefined)
  const trouble = useSession(({ runs }) => runs.resumeTrouble)
  const { resumeRun, declineRun, dismiss } = useActions()
  const { what, need, deed } = offered ? describeOffer(offered) : {}
  return (
    <>
      {offered && (
        <Message kind="info" onDismiss={() => declineRun(offered.run)}>
          <span className={styles.offer}>
            <span>{what}</span>
            {need !== undefined && <span>{need}</span>}
            <Button
              size="small"
              unavailable={isResuming || need !== undefined}
              onClick={() => void resumeRun(offered.run)}
            >
              <RotateCcw size={14} aria-hidden />
              {deed}
            </Button>
          </span>
        </Message>
      )}
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('resume')}>
          {trouble}
        </Message>
      )}
    </>
  )
}
