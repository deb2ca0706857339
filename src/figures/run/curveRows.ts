/** A run's curve as a chart draws it. */
import { hitsAt } from '../../model/metrics/hits'
import type { CurveBucket } from '../../runs/thinSteps'
import type { EpochMetrics } from '../../store/curves/metricsBuffer'
import { CURVES, type Curve } from './curveText'

/** One position on the epoch axis. */
export interface CurveRow {
  readonly epoch: number
  /** Mean over the steps at this position; NaN where none of them has a finite value. */
  readonly training?: number
  /** Steps here whose value is not a finite number, where there are any. */
  readonly lost?: number
  /** Smallest and largest of these steps, when there are several. */
  readonly band?: readonly [number, number]
  /** At the end of an epoch. */
  readonly validation?: number
}

/** A longer run shows only every second or third epoch's end, and so on. */
const MOST_EPOCHS = 100

/** Training positions and ends of epochs together, in order. @param k of hits at k. */
export function mergeRows(
  curve: Curve,
  buckets: readonly CurveBucket[],
  epochs: readonly EpochMetrics[],
  k = 1,
): readonly CurveRow[] {
  const training = buckets.map(({ epoch, mean, min, max, steps, lost }): CurveRow => ({
    epoch,
    training: mean,
    ...(steps - lost > 1 && { band: [min, max] as const }),
    // Of the speed alone it is usual that a step has none: the first of a portion.
    ...(lost > 0 && curve !== 'imagesPerSecond' && { lost }),
  }))
  const stride = Math.ceil(epochs.length / MOST_EPOCHS)
  if (!CURVES[curve].sources.includes('validation')) return training
  const last = epochs.at(-1)?.epoch
  const validation = epochs.flatMap((metrics): CurveRow[] => {
    const { epoch } = metrics
    const value = epoch % stride === 0 || epoch === last ? validationOf(metrics, curve, k) : undefined
    return value === undefined ? [] : [{ epoch, validation: value }]
  })
  return [...training, ...validation].toSorted((one, other) => one.epoch - other.epoch)
}

/** What the validation images say of an epoch; nothing where they were not looked at. */
export function validationOf({ validation, ranks }: EpochMetrics, curve: Curve, k: number): number | undefined {
  if (curve === 'hits') return (ranks && hitsAt(ranks, k)) ?? undefined
  return curve === 'loss' || curve === 'accuracy' ? validation?.[curve] : undefined
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
