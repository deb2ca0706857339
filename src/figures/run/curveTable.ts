/** A curve as rows, one an epoch, with what the callbacks did in it. */
import type { EpochMetrics, LogEntry } from '../../store/curves/metricsBuffer'
import { validationOf } from './curveRows'
import { CURVES, type Curve } from './curveText'

const COLUMNS: Readonly<Record<Curve, readonly string[]>> = {
  loss: ['Training mean', 'Validation'],
  accuracy: ['Training mean', 'Validation'],
  learningRate: ['At its end'],
  hits: ['Validation'],
  imagesPerSecond: ['Mean'],
}

/** @param hasLog whether something was done in the run. */
export function curveColumns(curve: Curve, hasLog: boolean): readonly string[] {
  return ['Epoch', ...COLUMNS[curve], ...(hasLog ? ['Run log'] : [])]
}

export interface EpochRow {
  readonly epoch: number
  /** With all digits. `null` where there is none. */
  readonly values: readonly (number | null)[]
  /** Absent where nothing was done in the run. */
  readonly log?: string
}

/** @param k of hits at k. */
export function epochRows(
  curve: Curve,
  epochs: readonly EpochMetrics[],
  log: readonly LogEntry[],
  k: number,
): readonly EpochRow[] {
  return epochs.map((ended) => ({
    epoch: ended.epoch,
    values: valuesOf(ended, curve, k),
    ...(log.length > 0 && { log: sayLog(log, ended.epoch) }),
  }))
}

export interface CurveTableRows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** As a person reads them. @param k of hits at k. */
export function curveTable(
  curve: Curve,
  epochs: readonly EpochMetrics[],
  log: readonly LogEntry[],
  k: number,
): CurveTableRows {
  const { format } = CURVES[curve]
  return {
    columns: curveColumns(curve, log.length > 0),
    rows: epochRows(curve, epochs, log, k).map(({ epoch, values, log: did }) => [
      String(epoch),
      ...values.map((value) => (value === null ? '–' : format(value))),
      ...(did === undefined ? [] : [did]),
    ]),
  }
}

function valuesOf(epoch: EpochMetrics, curve: Curve, k: number): readonly (number | null)[] {
  if (curve === 'learningRate') return [epoch.learningRate]
  if (curve === 'imagesPerSecond') return [epoch.imagesPerSecond ?? null]
  const validation = validationOf(epoch, curve, k) ?? null
  return curve === 'hits' ? [validation] : [epoch.train[curve], validation]
}

/** What was logged in an epoch, up to its end. */
function sayLog(log: readonly LogEntry[], epoch: number): string {
  return log
    .filter(({ position }) => Math.max(1, Math.ceil(position)) === epoch)
    .map(({ message }) => message)
    .join('. ')
}
