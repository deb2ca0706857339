/** How fast this machine is: what is measured, block by block, and the figures to take away. */
import { Gauge, Square } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { BLOCKS } from '../../bench/report/blocks'
import { BLOCK_NAMES } from '../../bench/report/report'
import { whyDeviceIsKept } from '../../store/device/deviceActions'
import { useSession } from '../../store/hooks'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Message'
import { Obstacle } from '../../ui/Obstacle'
import { ProgressBar } from '../../ui/ProgressBar'
import styles from './BenchView.module.css'
import { BlockPanel } from './BlockPanel'
import { CopyReport } from './CopyReport'
import { Headlines } from './Headlines'
import { useBench, type BenchState } from './useBench'

const TITLE = 'How fast is this machine?'

export function BenchView() {
  const bench = useBench()
  const { status, report, trouble, start, stop } = bench
  const obstacle = useSession(whyDeviceIsKept)
  const obstacleId = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
  }, [])
  const isMeasuring = status === 'measuring'
  const isHindered = !isMeasuring && obstacle !== undefined

  return (
    <div className={styles.page}>
      <header className={styles.intro}>
        <h2 ref={heading} tabIndex={-1} className={styles.title}>
          {TITLE}
        </h2>
        <p className={styles.lead}>
          In about a minute, this page measures what the graphics device and the processor can do, how well Strata uses
          them, and how long other libraries take for the same. Nothing is sent anywhere. Keep this tab in front.
        </p>
        <div className={styles.actions}>
          {isMeasuring ? (
            <Button onClick={stop}>
              <Square size={14} aria-hidden />
              Stop
            </Button>
          ) : (
            <Button
              look="primary"
              onClick={start}
              unavailable={isHindered}
              aria-describedby={isHindered ? obstacleId : undefined}
            >
              <Gauge size={16} aria-hidden />
              {status === 'idle' ? 'Measure' : 'Measure again'}
            </Button>
          )}
          {report && !isMeasuring && <CopyReport report={report} />}
        </div>
        {isHindered && <Obstacle id={obstacleId}>{obstacle}</Obstacle>}
        {isMeasuring && <Progress bench={bench} />}
        {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
        <Announcement text={sayWhereItIs(bench)} />
      </header>
      {report && <Headlines report={report} />}
      {BLOCK_NAMES.map((block) => (
        <BlockPanel key={block} block={block} result={report?.blocks[block]} isMeasuring={isMeasuring} />
      ))}
    </div>
  )
}

/** The blocks count alike. */
function Progress({ bench: { report, progress } }: { readonly bench: BenchState }) {
  const at = progress ? BLOCK_NAMES.indexOf(progress.block) : 0
  const isWithin = progress !== undefined && report?.blocks[progress.block]?.status === 'measuring'
  const share = (at + (isWithin ? progress.share : progress ? 1 : 0)) / BLOCK_NAMES.length
  return (
    <div className={styles.progress}>
      <ProgressBar label="Bench progress" share={share} />
      <p className={styles.doing}>
        {progress ? `${BLOCKS[progress.block].title}: ${progress.doing}` : 'Looking for devices'} …
      </p>
    </div>
  )
}

/** Heard once a block, not at each step on the way. */
function sayWhereItIs({ status, progress }: BenchState): string {
  if (status === 'idle') return ''
  if (status === 'ended') return 'The bench has ended.'
  return progress ? `Measuring: ${BLOCKS[progress.block].title}` : 'Measuring'
}
