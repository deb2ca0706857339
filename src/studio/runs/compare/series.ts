/** Curves of several runs as one chart draws them. */
import { hitsAt } from '../../../model/metrics/hits'
import type { EpochRecord, ReadableRun, RunDetails } from '../../../runs/record'
import { leavesAverage } from '../../../runs/modelFigures'
import { readRecipe } from '../../../runs/sameImages'
import { smooth } from '../../../runs/smooth'
import { nearestTo, niceStep, ticksTo } from '../../../ui/chart/scale'
import { METRICS, type Metric } from './metrics'

/** A run whose curves are drawn. */
export interface DrawnRun {
  /** What it is called beside the others. */
  readonly title: string
  readonly run: ReadableRun
  readonly details: RunDetails
}

/** Whether its model has the moving average of its weights, which no epoch's figures are of. */
export function hasAverage({ run, details }: Pick<DrawnRun, 'run' | 'details'>): boolean {
  const recipe = readRecipe(details)
  return recipe !== undefined && leavesAverage(recipe, run.summary.weightsOf)
}

export type Along = 'epoch' | 'step' | 'time'
export type Source = 'training' | 'validation'

/** One curve of a run, in columns of equal length. NaN is a gap. */
export interface Series {
  /** Rising. */
  readonly xs: readonly number[]
  readonly ys: readonly number[]
  /** The smallest and the largest value of what a point stands for; absent where nothing is known of them. */
  readonly lows?: readonly number[]
  readonly highs?: readonly number[]
  /** Steps of each point whose value is not a finite number. */
  readonly lost?: readonly number[]
}

/** Which images a metric speaks of, when a person asks for some. */
export function sourceOf(metric: Metric, asked: Source): Source {
  const { sources } = METRICS[metric]
  return sources.includes(asked) ? asked : sources[0]!
}

/** The series of each record that were asked for. A record never changes. */
const known = new WeakMap<RunDetails, Map<string, Series>>()

/** The same object for the same question, so that what is made of it can be kept. @param k of hits at k. */
export function seriesOf(
  drawn: Pick<DrawnRun, 'run' | 'details'>,
  metric: Metric,
  source: Source,
  along: Along,
  k: number,
): Series {
  const ofRun = known.get(drawn.details) ?? new Map<string, Series>()
  known.set(drawn.details, ofRun)
  const question = [metric, sourceOf(metric, source), along, k, along === 'step' && stepsOf(drawn)].join(' ')
  const series = ofRun.get(question) ?? makeSeries(drawn, metric, source, along, k)
  ofRun.set(question, series)
  return series
}

function makeSeries(
  { run, details }: Pick<DrawnRun, 'run' | 'details'>,
  metric: Metric,
  source: Source,
  along: Along,
  k: number,
): Series {
  const steps = stepsOf({ run, details })
  const place = (epoch: number, seconds: number): number =>
    along === 'time' ? seconds : along === 'step' ? epoch * steps : epoch
  if (metric === 'hits' || sourceOf(metric, source) === 'validation') {
    const ends = details.epochs.flatMap((ended) => {
      const value = valueAt(ended, metric, 'validation', k)
      return value === undefined ? [] : [{ x: place(ended.epoch, ended.seconds), value }]
    })
    return { xs: ends.map(({ x }) => x), ys: ends.map(({ value }) => value) }
  }
  const { epoch, seconds, [metric]: values = [], ranges, lost } = details.curve
  const range = ranges?.[metric]
  return {
    xs: values.map((_, at) => place(epoch[at] ?? 0, seconds[at] ?? 0)),
    ys: values.map(orGap),
    ...(range && { lows: range.low.map(orGap), highs: range.high.map(orGap) }),
    ...(lost && metric === 'loss' && { lost }),
  }
}

const orGap = (value: number | null): number => value ?? NaN

/** What a metric was after an epoch; undefined where it is not known. */
export function valueAt(ended: EpochRecord, metric: Metric, source: Source, k: number): number | undefined {
  switch (metric) {
    case 'hits':
      return (ended.ranks && hitsAt(ended.ranks, k)) ?? undefined
    case 'learningRate':
    case 'imagesPerSecond':
      return ended[metric]
    default:
      return (source === 'training' ? ended.train : ended.validation)?.[metric]
  }
}

/** The epochs of several runs side by side: each with a value a run, `null` where it has none. */
export function epochRows(
  runs: readonly Pick<DrawnRun, 'details'>[],
  metric: Metric,
  source: Source,
  k: number,
): readonly (readonly [epoch: number, ...values: (number | null)[]])[] {
  const epochs = Math.max(0, ...runs.map(({ details }) => details.epochs.at(-1)?.epoch ?? 0))
  const ended = runs.map(({ details }) => new Map(details.epochs.map((each) => [each.epoch, each])))
  return Array.from({ length: epochs }, (_, at) => [
    at + 1,
    ...ended.map((byEpoch) => {
      const epoch = byEpoch.get(at + 1)
      return (epoch && valueAt(epoch, metric, source, k)) ?? null
    }),
  ])
}

/** Whether its steps were of more than one length. Means of equal rates may differ by a rounding. */
export function changesRate({ details: { curve } }: Pick<DrawnRun, 'details'>): boolean {
  const rates = curve.learningRate.filter((rate) => rate !== null)
  return Math.min(...rates) < Math.max(...rates) * (1 - 1e-6)
}

/** Of a whole epoch. */
function stepsOf({ run: { summary }, details: { images } }: Pick<DrawnRun, 'run' | 'details'>): number {
  return Math.ceil((images?.train ?? 0) / summary.batchSize)
}

/** The last smoothing of each series. */
const smoothings = new WeakMap<Series, { readonly weight: number; readonly series: Series }>()

/** The same object for the same weight. @param weight of `smooth`; 0 draws the values as they are. */
export function smoothed(series: Series, weight: number): Series {
  if (weight === 0) return series
  const last = smoothings.get(series)
  if (last?.weight === weight) return last.series
  const made = { ...series, ys: smooth(series.ys, weight) }
  smoothings.set(series, { weight, series: made })
  return made
}

/** The place of what a series says nearest to `x`; undefined behind its end. */
export function findAt({ xs }: Series, x: number): number | undefined {
  return xs.length === 0 || x > xs.at(-1)! + 1e-9 ? undefined : nearestTo(xs, x)
}

export interface Scale {
  readonly domain: readonly [number, number]
  readonly ticks: readonly number[]
}

/** Of the largest values of points, this share may leave through the top: one spike must not flatten all curves. */
const SPIKES = 0.02

/** From 0 to a round number, or from a power of ten to another. All means are in view, and all but the highest of what they stand for. */
export function scaleSeries(all: readonly Series[], isLog: boolean): Scale {
  const highs = Float64Array.from(all.flatMap((series) => series.highs ?? []).filter((high) => Number.isFinite(high)))
  highs.sort()
  const usual = highs[Math.floor((highs.length - 1) * (1 - SPIKES))]
  return scaleOf([...all.flatMap(({ ys }) => ys), ...(usual === undefined ? [] : [usual])], isLog)
}

export const WHOLE_SHARES: Scale = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] }

/** A narrower range of shares would be one of single images. */
const LEAST_SHARES = 0.002

/**
 * Of shares, such as accuracies: from a round number below the lowest value after the first epoch to one above the highest. Runs that learn
 * begin far below of what they come to, so what they were in their first epoch may leave through the bottom.
 *
 * @param all along epochs.
 */
export function scaleShares(all: readonly Series[]): Scale {
  let [least, most] = [Infinity, -Infinity]
  for (const { xs, ys, highs } of all) {
    for (const [at, value] of ys.entries()) {
      if (xs[at]! < 1 - 1e-9 || !Number.isFinite(value)) continue
      const high = highs?.[at] ?? value
      least = Math.min(least, value)
      most = Math.max(most, Number.isFinite(high) ? high : value)
    }
  }
  if (least > most) return WHOLE_SHARES
  const step = niceStep(Math.max(LEAST_SHARES, most - least) / 4)
  const to = Math.min(1, Math.max(2, Math.ceil(most / step - 1e-9)) * step)
  const from = Math.max(0, Math.min(Math.floor(least / step + 1e-9), Math.round(to / step) - 2) * step)
  const ticks = ticksTo(to, step, from)
  return { domain: [ticks[0]!, ticks.at(-1)!], ticks }
}

/** Two values so near, as a share of the axis, are drawn as one. */
const SAME_PLACE = 0.01

/**
 * The series that lie on one that is drawn before them, for half of their points or more: one run of the same seed as another is the other as
 * far as it goes.
 *
 * @param all in the order in which they are drawn.
 * @param place of a value on the axis: 0 at one end, 1 at the other.
 */
export function findCovering(all: readonly Series[], place: (value: number) => number): ReadonlySet<Series> {
  return new Set(all.filter((one, at) => all.slice(0, at).some((other) => covers(one, other, place))))
}

/** Both rise, so one walk along them tells; it ends as soon as no further point can change the answer. */
function covers(one: Series, other: Series, place: (value: number) => number): boolean {
  const finite = one.ys.reduce((count, value) => count + Number(Number.isFinite(value)), 0)
  let [same, apart, before] = [0, 0, -1]
  for (const [at, value] of one.ys.entries()) {
    if (!Number.isFinite(value)) continue
    const x = one.xs[at]!
    while (before + 1 < other.xs.length && other.xs[before + 1]! <= x) before++
    const under = valueOn(other, before, x)
    if (under !== undefined && Math.abs(place(under) - place(value)) <= SAME_PLACE) same++
    else apart++
    if (same * 2 >= finite) return true
    if (apart * 2 > finite) return false
  }
  return false
}

/** Of the line at a place between its ends. @param before the last of its points that is not behind that place; -1 where none is. */
function valueOn({ xs, ys }: Series, before: number, x: number): number | undefined {
  const after = before + 1
  if (before >= 0 && x - xs[before]! < 1e-9) return ys[before]
  if (after < xs.length && xs[after]! - x < 1e-9) return ys[after]
  if (before < 0 || after >= xs.length) return undefined
  const share = (x - xs[before]!) / (xs[after]! - xs[before]!)
  return ys[before]! + share * (ys[after]! - ys[before]!)
}

/** Every place at which one of them says something, once, rising. */
export function placesOf(all: readonly Series[]): Float64Array {
  const places = Float64Array.from(all.flatMap(({ xs }) => xs))
  places.sort()
  return places.filter((place, at) => place !== places[at - 1])
}

/** The longest first, so that a shorter one lies above it; of equal ones the later stays above. */
export function inDrawingOrder<Drawn extends { readonly series: Series }>(drawn: readonly Drawn[]): readonly Drawn[] {
  return drawn.toSorted((one, other) => (other.series.xs.at(-1) ?? 0) - (one.series.xs.at(-1) ?? 0))
}

/** From 0 to a round number, or from a power of ten to another. */
export function scaleOf(values: readonly number[], isLog: boolean): Scale {
  let [least, top] = [Infinity, isLog ? 1e-6 : 0]
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue
    least = Math.min(least, value)
    top = Math.max(top, value)
  }
  if (isLog) {
    const [low, high] = [Math.floor(Math.log10(Math.min(least, top))), Math.ceil(Math.log10(top))]
    const powers = Array.from({ length: Math.max(1, high - low) + 1 }, (_, at) => 10 ** (low + at))
    return { domain: [powers[0]!, powers.at(-1)!], ticks: powers }
  }
  if (top === 0) return { domain: [0, 1], ticks: [0, 0.5, 1] }
  const step = niceStep(top / 4)
  const end = Number((Math.ceil(top / step - 1e-9) * step).toPrecision(12))
  return { domain: [0, end], ticks: ticksTo(end, step) }
}
