import { readAt, type CurveRow } from '../../figures/run/curveRows'
import { CURVES, type Curve } from '../../figures/run/curveText'
import type { LogEntry } from '../../store/curves/metricsBuffer'
import reading from '../../ui/chart/reading.module.css'
import { Swatch } from '../../ui/chart/Swatch'
import { formatAmount } from '../../ui/format'
import styles from './CurveReading.module.css'

export interface CurveReadingProps {
  readonly curve: Curve
  readonly rows: readonly CurveRow[]
  readonly log: readonly LogEntry[]
  /** How far from a mark it is read, in epochs. */
  readonly near: number
  /** The position in epochs. */
  readonly place: number
}

/** The values of both curves at the pointer. */
export function CurveReading({ curve, rows, log, near, place }: CurveReadingProps) {
  const { format, sources } = CURVES[curve]
  const { training, validation } = readAt(rows, place)
  return (
    <div>
      <p className={reading.place}>Epoch {place.toFixed(2)}</p>
      {training?.training !== undefined && Number.isFinite(training.training) && (
        <p>
          <Swatch colour="var(--training)" />
          {sources.length > 1 && 'Training '}
          {format(training.training)}
          {training.band && (
            <span className={styles.range}>
              {format(training.band[0])} to {format(training.band[1])}
            </span>
          )}
        </p>
      )}
      {training?.lost !== undefined && (
        <p className={reading.lost}>{formatAmount(training.lost, 'step')} without a finite number</p>
      )}
      {validation?.validation !== undefined && (
        <p>
          <Swatch colour="var(--validation)" />
          Validation {format(validation.validation)}
          <span className={styles.range}>after epoch {validation.epoch}</span>
        </p>
      )}
      {log
        .filter(({ position }) => Math.abs(position - place) <= near)
        .map(({ message }) => (
          <p key={message} className={styles.mark}>
            {message}
          </p>
        ))}
    </div>
  )
}
