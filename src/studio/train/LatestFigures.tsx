import { useMetrics } from '../../store/hooks'
import type { EpochMetrics } from '../../store/metrics'
import { formatLoss, formatPercent } from '../../ui/format'
import { Help } from '../../ui/Help'
import styles from './LatestFigures.module.css'

const RECENT_STEPS = 20
const TRAINING_HELP = `Means over the last ${RECENT_STEPS} steps, taken while the weights move. Validation looks at images that training never sees, with the weights held still.`

/** The run at this moment, in four numbers. */
export function LatestFigures() {
  const metrics = useMetrics()
  const loss = metrics.recent('loss', RECENT_STEPS)
  const accuracy = metrics.recent('accuracy', RECENT_STEPS)
  const best = findBest(metrics.epochs())
  return (
    <dl className={styles.figures}>
      <Figure name="Training loss" help={TRAINING_HELP} value={loss === undefined ? '–' : formatLoss(loss)} />
      <Figure name="Training accuracy" value={formatPercent(accuracy)} />
      <Figure name="Best validation loss" {...describeBest(best.loss, (metrics) => formatLoss(metrics.loss))} />
      <Figure
        name="Best validation accuracy"
        {...describeBest(best.accuracy, (metrics) => formatPercent(metrics.accuracy))}
      />
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly note?: string
  readonly help?: string
}

function Figure({ name, value, note, help }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt className={styles.name}>
        {name}
        {help !== undefined && <Help text={help} />}
      </dt>
      <dd className={styles.value}>
        {value}
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
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

function describeBest(
  best: Validated | undefined,
  format: (metrics: Validated['validation']) => string,
): { readonly value: string; readonly note?: string } {
  return best ? { value: format(best.validation), note: `epoch ${best.epoch}` } : { value: '–' }
}
