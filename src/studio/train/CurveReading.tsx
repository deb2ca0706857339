import type { Curve } from '../../store/curves/columns'
import type { LogEntry } from '../../store/curves/metricsBuffer'
import styles from './CurveReading.module.css'
import { readAt, type CurveRow } from './curveRows'
import { CURVES } from './curveText'

export interface CurveReadingProps {
  readonly curve: Curve
  readonly rows: readonly CurveRow[]
  readonly log: readonly LogEntry[]
  /** How far from a mark it is read, in epochs. */
  readonly near: number
  /** The position in epochs, which the chart fills in while the pointer is over it. */
  readonly label?: string | number
  readonly active?: boolean
}

/** The values of both curves at the pointer. */
export function CurveReading({ curve, rows, log, near, label, active }: CurveReadingProps) {
  if (!active || typeof label !== 'number') return null
  const { format } = CURVES[curve]
  const { training, validation } = readAt(rows, label)
  return (
    <div className={styles.reading}>
      <p className={styles.position}>Epoch {label.toFixed(2)}</p>
      {training?.training !== undefined && (
        <p className={styles.training}>
          {curve !== 'learningRate' && 'Training '}
          {format(training.training)}
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
      {log
        .filter(({ position }) => Math.abs(position - label) <= near)
        .map(({ message }) => (
          <p key={message} className={styles.mark}>
            {message}
          </p>
        ))}
    </div>
  )
}
