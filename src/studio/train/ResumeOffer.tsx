import { Suspense } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { offeredRun } from '../../store/run/resumeActions'
import { isTraining } from '../../store/session/runPart'
import { Message } from '../../ui/Message'
import { onDemand } from '../../ui/onDemand'

const ResumableRun = onDemand(async () => (await import('./ResumableRun')).ResumableRun)

/** A run that was cut off or lost, and the way on with it, or back; nothing where there is none, or while another goes on. */
export function ResumeOffer() {
  const offered = useSession(({ runs, run }) => (isTraining(run.state) ? undefined : offeredRun(runs)))
  const trouble = useSession(({ runs }) => runs.resumeTrouble)
  const { dismiss } = useActions()
  return (
    <>
      {offered && (
        <Suspense>
          <ResumableRun offered={offered} />
        </Suspense>
      )}
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('resume')}>
          {trouble}
        </Message>
      )}
    </>
  )
}
