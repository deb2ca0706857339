import { Footprints } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useActions } from '../../store/hooks'
import { IconButton } from '../../ui/Button'
import { onDemand } from '../../ui/onDemand'

const BatchDialog = onDemand(async () => (await import('./BatchDialog')).BatchDialog)

export interface SingleStepProps {
  readonly unavailable: boolean
  /** Says why. */
  readonly noteId: string | undefined
}

/** Trains on one batch, and shows it. */
export function SingleStep({ unavailable, noteId }: SingleStepProps) {
  const { step } = useActions()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        look="outline"
        label="Step"
        icon={<Footprints size={14} aria-hidden />}
        unavailable={unavailable}
        aria-describedby={noteId}
        onClick={() => {
          setOpen(true)
          void step()
        }}
      />
      <Suspense>{isOpen && <BatchDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  )
}
