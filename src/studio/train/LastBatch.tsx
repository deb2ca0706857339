import { Images } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { describeStep } from './batchText'
import styles from './LastBatch.module.css'

const BatchDialog = lazy(async () => ({ default: (await import('./BatchDialog')).BatchDialog }))

/** The way back to the last batch that was trained on by itself, while its run waits. */
export function LastBatch() {
  const batch = useSession(({ run }) =>
    run.state.status === 'paused' || run.state.status === 'failed' ? run.batch : undefined,
  )
  const [isOpen, setOpen] = useState(false)
  if (!batch) return null
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
