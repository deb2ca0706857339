import { Footprints } from 'lucide-react'
import { useRef, useState } from 'react'
import type { SeenBatch } from '../../engine/protocol/run'
import { useActions, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Help } from '../../ui/Help'
import { SegmentedControl } from '../../ui/SegmentedControl'
import { Table } from '../../ui/Table'
import styles from './BatchDialog.module.css'
import { BatchImages, type BatchOrder } from './BatchImages'
import { describeBatchFacts, describeStep, describeUpdates, ratioOf, sayRatio } from './batchText'
import { describeRun } from './describeRun'

const HELP =
  'Norms over all trainable weights of a layer: of the weights before this step, and of what it changed. Their quotient says how large a step is.'

/** The last batch that was trained on by itself: its images, and what its update did. Step goes on from here, too. */
export function BatchDialog({ onClose }: { readonly onClose: () => void }) {
  const { step } = useActions()
  const state = useSession(({ run }) => run.state)
  const batch = useSession(({ run }) => run.batch)
  const stepping = useSession(({ run }) => run.stepping)
  const classes = useSession(({ run }) => run.model?.classes)
  const [order, setOrder] = useState<BatchOrder>('loss')
  const stepButton = useRef<HTMLButtonElement>(null)
  const canStep = state.status === 'paused' && !stepping
  const hasEnded = state.status === 'done' || state.status === 'failed'

  return (
    <Dialog
      title="One batch"
      size="window"
      initialFocus={stepButton}
      aside={
        <Button ref={stepButton} size="small" unavailable={!canStep} onClick={() => void step()}>
          <Footprints size={14} aria-hidden />
          Step
        </Button>
      }
      onClose={onClose}
    >
      <div className={styles.content}>
        <div className={styles.head}>
          <p role="status" aria-label="Batch" className={styles.step}>
            {batch ? describeStep(batch) : describeRun(state).headline}
          </p>
          <p className={styles.facts}>
            {batch && describeBatchFacts(batch)}
            {hasEnded && ` · The run has ended: ${describeRun(state).headline}`}
          </p>
        </div>
        {batch && classes && (
          <div className={styles.columns}>
            <section aria-label="Images of the batch" className={styles.images}>
              <div className={styles.bar}>
                <h3 className={styles.title}>Images, judged before the update</h3>
                <SegmentedControl
                  label="Order of the images"
                  value={order}
                  options={[
                    { value: 'loss', label: 'Largest loss first' },
                    { value: 'batch', label: 'As in the batch' },
                  ]}
                  onChange={setOrder}
                />
              </div>
              <BatchImages batch={batch} classes={classes} order={order} />
            </section>
            <Updates batch={batch} />
          </div>
        )}
      </div>
    </Dialog>
  )
}

function Updates({ batch }: { readonly batch: SeenBatch }) {
  return (
    <section aria-label="The update" className={styles.updates}>
      <div className={styles.bar}>
        <h3 className={styles.title}>The update by layer</h3>
        <Help term="the update" text={HELP} />
      </div>
      <p className={styles.meaning}>{describeUpdates(batch)}</p>
      {batch.layers.length > 0 && (
        <Table
          name="Update by layer"
          columns={['Layer', 'Weights', 'Update', 'Share']}
          rows={batch.layers.map((layer) => {
            const ratio = ratioOf(layer)
            return [
              layer.layer,
              sayNorm(layer.weights),
              sayNorm(layer.update),
              ratio === undefined ? '–' : sayRatio(ratio),
            ]
          })}
        />
      )}
    </section>
  )
}

function sayNorm(norm: number): string {
  return String(Number(norm.toPrecision(3)))
}
