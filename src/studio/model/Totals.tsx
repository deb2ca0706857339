import { trainingBytes, type StackAnalysis } from '../../model/graph/shapes'
import { useDocument } from '../../store/hooks'
import { formatBytes, formatCompact, formatCount } from '../../ui/format'
import { Help } from '../../ui/Help'
import styles from './Totals.module.css'

/** What the whole stack costs. */
export function Totals({ analysis }: { readonly analysis: StackAnalysis }) {
  const batchSize = useDocument((document) => document.recipe.batchSize)
  const { output, parameters, flops } = analysis
  // Behind a layer with an error nothing is known, and the sums would be too small.
  const isKnown = output !== undefined
  const hasBatch = Number.isInteger(batchSize) && batchSize > 0

  return (
    <div className={styles.totals}>
      <Total
        value={isKnown ? formatCount(parameters) : '–'}
        unit={parameters === 1 ? 'parameter' : 'parameters'}
        help="The numbers that training changes: the weights and biases of all layers."
      />
      <Total
        value={isKnown ? formatCompact(flops) : '–'}
        unit="FLOPs an image"
        help="Floating-point operations to classify one image; a multiply and an add count 2. Training takes about three times as many."
      />
      <Total
        value={isKnown && hasBatch ? `about ${formatBytes(trainingBytes(analysis, batchSize))}` : '–'}
        unit="to train"
        help="Memory for the weights, their gradients and what the optimizer keeps of them, and for a batch of images with the outputs of all layers and their gradients: a smaller batch size takes less."
      />
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
