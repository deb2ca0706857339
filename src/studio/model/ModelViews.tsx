import { Network, TableProperties } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { StackAnalysis } from '../../model/graph/shapes'
import type { Stack } from '../../model/graph/stack'
import { Button } from '../../ui/Button'
import { onDemand } from '../../ui/onDemand'
import styles from './ModelViews.module.css'

/** Each comes when it is asked for. */
const SummaryDialog = onDemand(async () => (await import('./summary/SummaryDialog')).SummaryDialog)
const DiagramDialog = onDemand(async () => (await import('./diagram/DiagramDialog')).DiagramDialog)

export interface ModelViewsProps {
  readonly stack: Stack
  readonly analysis: StackAnalysis
}

/** The ways to the model as a text and as a picture. */
export function ModelViews(props: ModelViewsProps) {
  const [shown, setShown] = useState<'summary' | 'diagram'>()
  const close = (): void => setShown(undefined)
  return (
    <div className={styles.views}>
      <Button look="plain" size="small" onClick={() => setShown('summary')}>
        <TableProperties size={14} aria-hidden />
        Summary
      </Button>
      <Button look="plain" size="small" onClick={() => setShown('diagram')}>
        <Network size={14} aria-hidden />
        Diagram
      </Button>
      <Suspense>
        {shown === 'summary' && <SummaryDialog {...props} onClose={close} />}
        {shown === 'diagram' && <DiagramDialog {...props} onClose={close} />}
      </Suspense>
    </div>
  )
}
