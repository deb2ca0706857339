import { Suspense } from 'react'
import { Fold } from '../../ui/Fold'
import { onDemand } from '../../ui/onDemand'

/** It is folded until somebody asks for it, and comes then. */
const KnownFormsList = onDemand(async () => (await import('./KnownFormsList')).KnownFormsList)

/** What Strata can read, in plain words. */
export function KnownForms() {
  return (
    <Fold title="What Strata reads">
      <Suspense>
        <KnownFormsList />
      </Suspense>
    </Fold>
  )
}
