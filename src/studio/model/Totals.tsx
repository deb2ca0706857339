import { Wrench } from 'lucide-react'
import { largestBuffer, trainingBytes } from '../../model/graph/memory'
import { MAX_PARAMETERS, type StackAnalysis } from '../../model/graph/shapes'
import { isTraining } from '../../store/session/runPart'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { FactLine } from '../../ui/FactLine'
import { focusPanel } from '../../ui/focusPanel'
import { formatBytes, formatCompact, formatCount } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import { findNearLimits, findSmallerSize } from './limits'
import { StepTime } from './StepTime'
import styles from './Totals.module.css'

/** What the whole stack costs, beside what the page and the device can take. */
export function Totals({ analysis }: { readonly analysis: StackAnalysis }) {
  const batchSize = useDocument((document) => document.recipe.batchSize)
  const device = useSession((session) => session.device.report)
  const { output, parameters, trainableParameters, flops } = analysis
  // Behind a layer with an error nothing is known, and the sums would be too small.
  const isKnown = output !== undefined
  const hasBatch = Number.isInteger(batchSize) && batchSize > 0
  const fixed = parameters - trainableParameters
  const most = device?.largestBuffer

  return (
    <>
      <div className={styles.box}>
        <div className={styles.totals}>
          <Total
            value={isKnown ? formatCount(parameters) : '–'}
            unit={parameters === 1 ? 'parameter' : 'parameters'}
            help={`The numbers that training changes: the weights and biases of all layers. A page can train ${formatCount(MAX_PARAMETERS)} at most. Some layers have others besides, such as moving means, which follow along.`}
          />
          <Total
            value={isKnown ? formatCompact(flops) : '–'}
            unit="FLOPs an image"
            help="Floating-point operations to classify one image; a multiply and an add count 2. Training takes about three times as many."
          />
          <Total
            value={isKnown && hasBatch ? `about ${formatBytes(trainingBytes(analysis, batchSize))}` : '–'}
            unit="to train"
            help={`Memory for the weights, their gradients and what the optimizer keeps of them, and for a batch of images with the outputs of all layers and their gradients: a smaller batch size takes less.${most === undefined ? '' : ` The largest single buffer takes ${formatBytes(most)} at most on this device; how much memory it has in all, it does not tell.`}`}
          />
        </div>
        <FactLine>
          {isKnown && fixed > 0 && <span>{formatCount(fixed)} of the parameters don’t train</span>}
          <span>at most {formatCompact(MAX_PARAMETERS)} parameters</span>
          {most !== undefined && (
            <span>
              largest buffer {isKnown && hasBatch && `${formatBytes(largestBuffer(analysis, batchSize))} `}of{' '}
              {formatBytes(most)}
            </span>
          )}
        </FactLine>
      </div>
      {isKnown &&
        hasBatch &&
        findNearLimits(analysis, batchSize, device).map(({ message, isOfImages }) => (
          <Message key={message} kind="caution">
            {message}
            {isOfImages && <SmallerImages />}
          </Message>
        ))}
      <StepTime analysis={analysis} />
    </>
  )
}

/** Brings large images down at a press, where their files are at hand and nothing uses them. */
function SmallerImages() {
  const dataset = useSession((session) => session.data.dataset)
  const importing = useSession((session) => session.data.importing !== undefined)
  const training = useSession((session) => isTraining(session.run.state))
  const { changeSettings } = useActions()
  const size = dataset && findSmallerSize(dataset)
  const settings = dataset?.settings
  if (size === undefined || settings === undefined || importing || training) return null
  return (
    <div className={styles.fix}>
      <Button
        size="small"
        onClick={({ currentTarget }) => {
          focusPanel(currentTarget)
          void changeSettings({ ...settings, size })
        }}
      >
        <Wrench size={12} aria-hidden />
        Use {size.width} × {size.height}
      </Button>
    </div>
  )
}

interface TotalProps {
  readonly value: string
  readonly unit: string
  readonly help: string
}

function Total({ value, unit, help }: TotalProps) {
  return (
    <p>
      <strong className={styles.value}>{value}</strong> <span className={styles.unit}>{unit}</span>
      <Help term={unit} text={help} />
    </p>
  )
}
