/** A run's curve as a chart draws it. */
import type { CurveBucket, Curve } from '../../store/curves/columns'
import type { EpochMetrics } from '../../store/curves/metricsBuffer'

/** One position on the epoch axis. */
export interface CurveRow {
  readonly epoch: number
  /** Mean over the steps at this position. */
  readonly training?: number
  /** Smallest and largest of these steps, when there are several. */
  readonly band?: readonly [number, number]
  /** At the end of an epoch. */
  readonly validation?: number
}

/** A longer run shows only every second or third epoch's end, and so on. */
const MOST_EPOCHS = 100

/** Training positions and ends of epochs together, in order. */
export function mergeRows(
  curve: Curve,
  buckets: readonly CurveBucket[],
  epochs: readonly EpochMetrics[],
): readonly CurveRow[] {
  const training = buckets.map(({ epoch, mean, min, max, steps }): CurveRow => ({
    epoch,
    training: mean,
    ...(steps > 1 && { band: [min, max] as const }),
  }))
  const stride = Math.ceil(epochs.length / MOST_EPOCHS)
  if (curve === 'learningRate') return training
  const validation = epochs.flatMap(({ epoch, validation }): CurveRow[] =>
    validation && (epoch % stride === 0 || epoch === epochs.length) ? [{ epoch, validation: validation[curve] }] : [],
  )
  return [...training, ...validation].toSorted((one, other) => one.epoch - other.epoch)
}

export interface Reading {
  readonly training?: CurveRow
  /** The latest look at the validation images at or before the position. */
  readonly validation?: CurveRow
}

/** What both curves say at a position in epochs. */
export function readAt(rows: readonly CurveRow[], position: number): Reading {
  let training: CurveRow | undefined
  let validation: CurveRow | undefined
  for (const row of rows) {
    if (row.training !== undefined && (!training || distance(row, position) < distance(training, position)))
      training = row
    if (row.validation !== undefined && row.epoch <= position) validation = row
  }
  return { ...(training && { training }), ...(validation && { validation }) }
}

function distance(row: CurveRow, position: number): number {
  return Math.abs(row.epoch - position)
}
