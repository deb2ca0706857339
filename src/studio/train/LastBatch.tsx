import { Suspense } from 'react'
import { useSession } from '../../store/hooks'
import { onDemand } from '../../ui/onDemand'

const BatchOffer = onDemand(async () => (await import('./BatchOffer')).BatchOffer)

/** The way back to the last batch that was trained on by itself, while its run waits. */
export function LastBatch() {
  const batch = useSession(({ run }) =>
    run.state.status === 'paused' || run.state.status === 'failed' ? run.batch : undefined,
  )
  return (
    batch && (
      <Suspense>
        <BatchOffer batch={batch} />
      </Suspense>
    )
  )
}
