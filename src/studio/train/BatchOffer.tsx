import { Images } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { SeenBatch } from '../../engine/protocol/run'
import { Button } from '../../ui/Button'
import { onDemand } from '../../ui/onDemand'
import styles from './BatchOffer.module.css'
import { describeStep } from './batchText'

const BatchDialog = onDemand(async () => (await import('./BatchDialog')).BatchDialog)

/** What a batch was, and the way to its images. */
export function BatchOffer({ batch }: { readonly batch: SeenBatch }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <p className={styles.batch}>
      <span>{describeStep(batch)}</span>
      <Button size="small" onClick={() => setOpen(true)}>
        <Images size={14} aria-hidden />
        Look at the batch
      </Button>
      <Suspense>{isOpen && <BatchDialog onClose={() => setOpen(false)} />}</Suspense>
    </p>
  )
}
