import { Download } from 'lucide-react'
import { useMemo } from 'react'
import type { StackAnalysis } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'
import { writeSummary } from '../../../model/graph/summary'
import { Button } from '../../../ui/Button'
import { CopyButton } from '../../../ui/CopyButton'
import { Dialog } from '../../../ui/Dialog'
import { download } from '../../../ui/download'
import styles from './SummaryDialog.module.css'

export interface SummaryDialogProps {
  readonly stack: Stack
  readonly analysis: StackAnalysis
  onClose(): void
}

/** The text that Keras prints for `model.summary()`, to read, copy and keep. */
export function SummaryDialog({ stack, analysis, onClose }: SummaryDialogProps) {
  const text = useMemo(() => writeSummary(stack, analysis), [stack, analysis])

  return (
    <Dialog
      title="Summary"
      size="card"
      aside={
        <div className={styles.tools}>
          <CopyButton text={text} />
          <Button size="small" onClick={() => download('summary.txt', text, 'text/plain;charset=utf-8')}>
            <Download size={14} aria-hidden />
            Save as text
          </Button>
        </div>
      }
      onClose={onClose}
    >
      <p className={styles.about}>What Keras prints for this model by model.summary(). “None” stands for the batch.</p>
      {/* What scrolls must be reachable by keyboard. */}
      <pre className={styles.text} tabIndex={0} aria-label="Summary of the model">
        {text}
      </pre>
    </Dialog>
  )
}
