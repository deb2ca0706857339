/** Curves of several runs as one chart draws them. */
import type { ReadableRun, RunDetails } from '../../../runs/record'
import { smooth } from '../../../runs/smooth'
import type { Metric } from './metrics'

/** A run whose curves are drawn. */
export interface DrawnRun {
  /** What it is called beside the others. */
  readonly title: string
  readonly run: ReadableRun
  readonly details: RunDetails
}

export type Along = 'epoch' | 'step' | 'time'
export type Source = 'training' | 'validation'

export interface SeriesPoint {
  readonly x: number
  readonly value: number
}

/** Positions of one chart: `x`, and under the number of each run its value, and its raw one behind it where it is smoothed. */
export interface ChartRow {
  readonly x: number
  [series: string]: number
}

export function pointsOf(
  { run, details }: Pick<DrawnRun, 'run' | 'details'>,
  metric: Metric,
  source: Source,
  along: Along,
): readonly SeriesPoint[] {
  const steps = stepsOf({ run, details })
  const place = (epoch: number, seconds: number): number =>
    along === 'time' ? seconds : along === 'step' ? epoch * steps : epoch
  // It is one for all images.
  if (source === 'validation' && metric !== 'learningRate') {
    return details.epochs.flatMap(({ epoch, seconds, validation }) =>
      validation ? [{ x: place(epoch, seconds), value: validation[metric] }] : [],
    )
  }
  const { epoch, seconds, [metric]: values } = details.curve
  return values.map((value, at) => ({ x: place(epoch[at] ?? 0, seconds[at] ?? 0), value }))
}

/** Whether its steps were of more than one length. Means of equal rates may differ by a rounding. */
export function changesRate({ details: { curve } }: Pick<DrawnRun, 'details'>): boolean {
  const [least, most] = [Math.min(...curve.learningRate), Math.max(...curve.learningRate)]
  return least < most * (1 - 1e-6)
}

/** Of a whole epoch. */
function stepsOf({ run: { summary }, details: { images } }: Pick<DrawnRun, 'run' | 'details'>): number {
  return Math.ceil((images?.train ?? 0) / summary.batchSize)
}

/** @param weight of `smooth`; 0 draws the values as they are. */
export function toRows(
  series: readonly { readonly number: number; readonly points: readonly SeriesPoint[] }[],
  weight: number,
): readonly ChartRow[] {
  const rows = new Map<number, ChartRow>()
  for (const { number, points } of series) {
    const values = points.map(({ value }) => value)
    const smoothed = smooth(values, weight)
    for (const [at, { x, value }] of points.entries()) {
      const row: ChartRow = rows.get(x) ?? { x }
      row[valueKey(number)] = smoothed[at] ?? value
      if (weight > 0) row[rawKey(number)] = value
      rows.set(x, row)
    }
  }
  return [...rows.values()].toSorted((one, other) => one.x - other.x)
}

export function valueKey(number: number): string {
  return `run ${number}`
}

export function rawKey(number: number): string {
  return `raw ${number}`
}

/** The value of a run at the position nearest to `x`, undefined behind its end. */
export function readAt(rows: readonly ChartRow[], key: string, x: number): number | undefined {
  let nearest: ChartRow | undefined
  let end = -Infinity
  for (const row of rows) {
    if (row[key] === undefined) continue
    end = row.x
    if (!nearest || Math.abs(row.x - x) < Math.abs(nearest.x - x)) nearest = row
  }
  return x > end ? undefined : nearest?.[key]
}

export interface Scale {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
}

/** From 0 to a round number, or from a power of ten to another. */
export function scaleOf(values: readonly number[], isLog: boolean): Scale {
  const known = values.filter((value) => Number.isFinite(value) && (!isLog || value > 0))
  const top = Math.max(...known, isLog ? 1e-6 : 0)
  if (isLog) {
    const [low, high] = [Math.floor(Math.log10(Math.min(...known, top))), Math.ceil(Math.log10(top))]
    const powers = Array.from({ length: Math.max(1, high - low) + 1 }, (_, at) => 10 ** (low + at))
    return { domain: [powers[0]!, powers.at(-1)!], ticks: powers }
  }
  if (top === 0) return { domain: [0, 1], ticks: [0, 0.5, 1] }
  const step = niceStep(top / 4)
  const count = Math.ceil(top / step - 1e-9)
  const ticks = Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)))
  return { domain: [0, ticks.at(-1)!], ticks }
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 2.5, 5].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power
}
