import { Suspense } from 'react'
import { useSession } from '../../store/hooks'
import { onDemand } from '../../ui/onDemand'

const PausedRateForm = onDemand(async () => (await import('./PausedRateForm')).PausedRateForm)

/** While a run is paused, its learning rate can be set for the steps to come. */
export function PausedRate() {
  const isPaused = useSession(({ run }) => run.state.status === 'paused')
  return (
    isPaused && (
      <Suspense>
        <PausedRateForm />
      </Suspense>
    )
  )
}
