import type { Curve } from '../../store/curves/columns'
import styles from './CurveReading.module.css'
import { readAt, type CurveRow } from './curveRows'
import { CURVES } from './curveText'

export interface CurveReadingProps {
  readonly curve: Curve
  readonly rows: readonly CurveRow[]
  /** The position in epochs, which the chart fills in while the pointer is over it. */
  readonly label?: string | number
  readonly active?: boolean
}

/** The values of both curves at the pointer. */
export function CurveReading({ curve, rows, label, active }: CurveReadingProps) {
  if (!active || typeof label !== 'number') return null
  const { format } = CURVES[curve]
  const { training, validation } = readAt(rows, label)
  return (
    <div className={styles.reading}>
      <p className={styles.position}>Epoch {label.toFixed(2)}</p>
      {training?.training !== undefined && (
        <p className={styles.training}>
          Training {format(training.training)}
          {training.band && (
            <span className={styles.range}>
              {format(training.band[0])} to {format(training.band[1])}
            </span>
          )}
        </p>
      )}
      {validation?.validation !== undefined && (
        <p className={styles.validation}>
          Validation {format(validation.validation)}
          <span className={styles.range}>after epoch {validation.epoch}</span>
        </p>
      )}
    </div>
  )
}
