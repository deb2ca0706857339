import { ChartSpline } from 'lucide-react'
import { Suspense, useState } from 'react'
import { IconButton } from '../../ui/Button'
import { onDemand } from '../../ui/onDemand'

/** It brings a chart along, and comes when it is asked for. */
const RateFinderDialog = onDemand(async () => (await import('./RateFinderDialog')).RateFinderDialog)

/** The way to the learning-rate finder. */
export function FindRate() {
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <IconButton
        size="small"
        label="Find learning rate"
        icon={<ChartSpline size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      />
      <Suspense>{isOpen && <RateFinderDialog onClose={() => setOpen(false)} />}</Suspense>
    </div>
  )
}
