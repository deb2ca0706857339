import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import { useMetrics } from '../../store/hooks'
import type { EpochMetrics } from '../../store/curves/metricsBuffer'
import { formatLoss, formatPercent } from '../../ui/format'
import { Help } from '../../ui/Help'
import styles from './LatestFigures.module.css'

const TRAINING_HELP =
  'Means over the epoch, or over what is done of it, taken while the weights move. Validation looks at images that training never sees, with the weights held still.'

/** The run at this moment, in four numbers. */
export function LatestFigures() {
  const metrics = useMetrics()
  const current = metrics.current()
  const best = findBest(metrics.epochs())
  return (
    <table className={styles.figures} aria-label="Latest figures">
      <thead>
        <tr>
          <td>{current && `Epoch ${current.epoch}`}</td>
          <th scope="col">
            <span className={styles.column}>
              Training
              <Help term="the training figures" text={TRAINING_HELP} />
            </span>
          </th>
          <th scope="col">Best validation</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Loss</th>
          <td>{current ? formatLoss(current.loss) : '–'}</td>
          <Best epoch={best.loss} format={(validation) => formatLoss(validation.loss)} />
        </tr>
        <tr>
          <th scope="row">Accuracy</th>
          <td>{formatPercent(current?.accuracy)}</td>
          <Best epoch={best.accuracy} format={(validation) => formatPercent(validation.accuracy)} />
        </tr>
      </tbody>
    </table>
  )
}

interface BestProps {
  readonly epoch: Validated | undefined
  format(validation: LossAndAccuracy): string
}

function Best({ epoch, format }: BestProps) {
  if (!epoch) return <td>–</td>
  return (
    <td>
      <span className={styles.value}>{format(epoch.validation)}</span>
      <span className={styles.note}>epoch {epoch.epoch}</span>
    </td>
  )
}

type Validated = Required<EpochMetrics>

function findBest(epochs: readonly EpochMetrics[]): { readonly loss?: Validated; readonly accuracy?: Validated } {
  const [first, ...rest] = epochs.filter((metrics): metrics is Validated => metrics.validation !== undefined)
  if (!first) return {}
  let loss = first
  let accuracy = first
  for (const metrics of rest) {
    if (metrics.validation.loss < loss.validation.loss) loss = metrics
    if (metrics.validation.accuracy > accuracy.validation.accuracy) accuracy = metrics
  }
  return { loss, accuracy }
}
