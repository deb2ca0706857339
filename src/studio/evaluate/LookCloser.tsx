import { Suspense, useState } from 'react'
import { useActions, useRunAnatomies, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { onDemand } from '../../ui/onDemand'

/** Comes when it is asked for. */
const CloserWindow = onDemand(async () => (await import('./closer/CloserWindow')).CloserWindow)

export interface LookCloserProps {
  /** Which is looked at first. */
  readonly split: 'validation' | 'test'
}

/** The way to the evaluation, large over the page. */
export function LookCloser({ split }: LookCloserProps) {
  const [isOpen, setOpen] = useState(false)
  const inside = useSession(({ model }) => model.inside)
  const { leaveInside } = useActions()
  const hasModel = useSession(({ model }) => model.current !== undefined)
  const training = useSession(({ run }) => isTraining(run.state))
  // While a run goes on, its inside is all that there is to see.
  const watches = useSession(({ runs }) => runs.watchesInside)
  const isWatched = useRunAnatomies() !== undefined
  return (
    <>
      {hasModel && (!training || watches || isWatched) && (
        <Button size="small" onClick={() => setOpen(true)}>
          Look closer
        </Button>
      )}
      {(isOpen || inside) && (
        <Suspense>
          {/* Asked for from another window, it opens anew, over that one. */}
          <CloserWindow
            key={inside?.asking}
            split={split}
            inside={inside?.image}
            onClose={() => {
              setOpen(false)
              leaveInside()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
