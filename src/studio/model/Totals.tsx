import { largestBuffer, trainingBytes, type Demand } from '../../model/graph/memory'
import { MAX_PARAMETERS, type StackAnalysis } from '../../model/graph/shapes'
import { momentNames, ruleOf } from '../../model/training/optimizers/optimizers'
import { useActions, useDocument, useSession } from '../../store/hooks'
import { FactLine } from '../../ui/FactLine'
import { formatAmount, formatBytes, formatCompact, formatCount } from '../../ui/format'
import { FixButton } from '../../ui/FixButton'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import { findNearLimits } from './limits'
import { StepTime } from './StepTime'
import styles from './Totals.module.css'

/** What the whole stack costs, beside what the page and the device can take. */
export function Totals({ analysis }: { readonly analysis: StackAnalysis }) {
  const batchSize = useDocument((document) => document.recipe.batchSize)
  const moments = useDocument(({ recipe }) => momentNames(ruleOf(recipe)).length)
  const demand = { batchSize, moments }
  const device = useSession((session) => session.device.report)
  const { output, parameters, trainableParameters, flops } = analysis
  // Behind a layer with an error nothing is known, and the sums would be too small.
  const isKnown = output !== undefined
  const hasBatch = Number.isInteger(batchSize) && batchSize > 0
  const fixed = parameters - trainableParameters
  const frozen = analysis.layers.filter((facts) => facts.frozen).length
  const most = device?.largestBuffer

  return (
    <>
      <div className={styles.box}>
        <div className={styles.totals}>
          <Total
            value={isKnown ? formatCount(parameters) : '–'}
            unit={parameters === 1 ? 'parameter' : 'parameters'}
            help={`The numbers that training changes: the weights and biases of all layers. A page can train ${formatCount(MAX_PARAMETERS)} at most. Some layers have others besides, such as moving means, which follow along. Those of frozen layers stay as they are.`}
          />
          <Total
            value={isKnown ? formatCompact(flops) : '–'}
            unit="FLOPs an image"
            help="Floating-point operations to classify one image; a multiply and an add count 2. Training takes about three times as many."
          />
          <Total
            value={isKnown && hasBatch ? `about ${formatBytes(trainingBytes(analysis, demand))}` : '–'}
            unit="to train"
            help={`Memory for the weights, their gradients and what the optimizer keeps of them, and for a batch of images with the outputs of all layers and their gradients: a smaller batch size takes less.${most === undefined ? '' : ` The largest single buffer takes ${formatBytes(most)} at most on this device; how much memory it has in all, it does not tell.`}`}
          />
        </div>
        <FactLine>
          {isKnown && fixed > 0 && <span>{formatCount(fixed)} of the parameters don’t train</span>}
          {isKnown && frozen > 0 && <span>{formatAmount(frozen, 'layer')} frozen</span>}
          <span>at most {formatCompact(MAX_PARAMETERS)} parameters</span>
          {most !== undefined && (
            <span>
              largest buffer {isKnown && hasBatch && `${formatBytes(largestBuffer(analysis, demand))} `}of{' '}
              {formatBytes(most)}
            </span>
          )}
        </FactLine>
      </div>
      {isKnown && hasBatch && <Limits analysis={analysis} demand={demand} />}
      <StepTime analysis={analysis} />
    </>
  )
}

/** What is near its limit, with what brings it down. */
function Limits({ analysis, demand }: { readonly analysis: StackAnalysis; readonly demand: Demand }) {
  const device = useSession((session) => session.device.report)
  const dataset = useSession((session) => session.data.dataset)
  const { editRecipe, changeSettings } = useActions()
  const settings = dataset?.settings
  const image = settings && dataset
  return findNearLimits({ analysis, ...demand, device, image }).map(({ message, isBeyond, ...fixes }) => (
    <Message key={message} kind={isBeyond ? 'danger' : 'caution'}>
      {message}
      {fixes.batchSize !== undefined && (
        <FixButton onFix={() => editRecipe('batchSize', fixes.batchSize!)}>
          Use batch size {formatCount(fixes.batchSize)}
        </FixButton>
      )}
      {fixes.size && settings && (
        <FixButton onFix={() => void changeSettings({ ...settings, size: fixes.size! })}>
          Use images of {fixes.size.width} × {fixes.size.height}
        </FixButton>
      )}
    </Message>
  ))
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
