import { Square, Timer } from 'lucide-react'
import { useId } from 'react'
import type { StackAnalysis } from '../../model/graph/shapes'
import type { MeasuredStep } from '../../store/session/timingPart'
import { useActions, useMeasuredStep, useSession } from '../../store/hooks'
import { whyDeviceIsBusy } from '../../store/session/deviceUse'
import { Button } from '../../ui/Button'
import { formatAmount, formatMilliseconds } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import { Obstacle } from '../../ui/Obstacle'
import { ProgressBar } from '../../ui/ProgressBar'
import { formatShare } from './card/layerFigures'
import { StepBar } from './StepBar'
import { largestShare, sharesOf } from './stepShares'
import styles from './StepTime.module.css'

const HELP =
  'A step of training looks at one batch of images, forward and backward, and then changes the weights. It is measured on this device, on a model of its own: the layers’ shares then stand on their cards.'

/** How long a training step takes on this device, measured at a press; the layers' shares are on their cards. */
export function StepTime({ analysis }: { readonly analysis: StackAnalysis }) {
  const measuring = useSession((session) => session.timing.measuring)
  const progress = useSession((session) => session.timing.progress)
  const trouble = useSession((session) => session.timing.trouble)
  const busy = useSession(whyDeviceIsBusy)
  const { measured, isCurrent } = useMeasuredStep()
  const { measureStep, stopMeasuring, dismiss } = useActions()
  const noteId = useId()
  const isCompiled = useSession(({ device }) => device.report?.trainer !== 'tfjs')
  const obstacle = whyNot(analysis, isCompiled) ?? busy

  return (
    <div className={styles.time}>
      <Button
        size="small"
        unavailable={!measuring && obstacle !== undefined}
        aria-describedby={noteId}
        onClick={measuring ? stopMeasuring : () => void measureStep()}
      >
        {measuring ? <Square size={12} aria-hidden /> : <Timer size={14} aria-hidden />}
        {measuring ? 'Stop measuring' : 'Measure time'}
      </Button>
      <div id={noteId} className={styles.note} role="status" aria-label="Time of a step">
        {measuring ? (
          'Measuring a step …'
        ) : (
          <>
            {measured && <Measured measured={measured} isCurrent={isCurrent} />}
            {!measured && obstacle === undefined && 'How long a step takes, layer by layer'}{' '}
            {(measured || obstacle === undefined) && <Help term="the time of a step" text={HELP} />}
            {obstacle !== undefined && <Obstacle>{obstacle}</Obstacle>}
          </>
        )}
      </div>
      {measuring && (
        <div className={styles.wide}>
          <ProgressBar label="Measuring a step" share={progress} />
        </div>
      )}
      {!measuring && measured && isCurrent && (
        <div className={styles.wide}>
          <StepBar shares={sharesOf(measured.stack, measured.time)} />
        </div>
      )}
      {trouble && (
        <div className={styles.wide}>
          <Message kind="caution" onDismiss={() => dismiss('timing')}>
            {trouble.message}
          </Message>
        </div>
      )}
    </div>
  )
}

function whyNot({ trainable }: StackAnalysis, isCompiled: boolean): string | undefined {
  if (!isCompiled) return 'This device can’t tell how long each layer takes: TensorFlow.js doesn’t measure them.'
  return trainable ? undefined : 'Layers are measured once the model has no errors.'
}

function Measured({ measured, isCurrent }: { readonly measured: MeasuredStep; readonly isCurrent: boolean }) {
  const { stack, time, recipe } = measured
  const largest = largestShare(sharesOf(stack, time))
  const whole = (
    <>
      <strong>{formatMilliseconds(time.milliseconds)}</strong> a step of {formatAmount(recipe.batchSize, 'image')}
    </>
  )
  if (!isCurrent) return <>Out of date: {whole}, before the model or the recipe was changed</>
  return (
    <>
      {whole}
      {largest && `, ${formatShare(largest.share)} of it for ${largest.name}`}
    </>
  )
}
