/**
 * A run's training steps, thinned as they come in: however long the run, so many points are kept and no more memory is taken. A point is some
 * neighbouring steps, of which the mean, the smallest and the largest value are known, so that no spike is lost. A value that is not a finite
 * number counts in none of them: it is counted, and a point of such values alone has a gap there.
 */
import type { RunCurve, StepCurve } from './record'
import { STEP_CURVES } from './record'

/** One training step; NaN where a value is not known. */
export interface Step extends Readonly<Record<StepCurve, number>> {
  /** Position in epochs, at the end of the step. */
  readonly epoch: number
  readonly seconds: number
}

/** Some neighbouring steps. */
export interface CurveBucket {
  /** Position in epochs, in the middle. */
  readonly epoch: number
  /** In seconds of training, in the middle. */
  readonly seconds: number
  /** NaN where no value is a finite number, and so are the smallest and the largest. */
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly steps: number
  /** Steps whose value is not a finite number. */
  readonly lost: number
}

export interface ThinSteps {
  /** Points that are kept. */
  readonly length: number
  add(step: Step): void
  /** Takes the points of a curve that was kept and goes on, in place of all others. Of a curve of an older record, some columns are absent. */
  restore(curve: RunCurve): void
  /** Drops the points behind a position in epochs, from which the run goes on. */
  truncate(position: number): void
  /**
   * The curve in at most `limit` buckets, in order. Only the last one changes as steps come in, until all are joined in pairs. Images per
   * second are averaged over the images, which is by their time.
   */
  buckets(curve: StepCurve, limit?: number): readonly CurveBucket[]
  /** Sums over the steps behind a position in epochs, as far as points tell them apart. */
  since(position: number): { readonly steps: number; readonly loss: number; readonly accuracy: number }
  read(): RunCurve
}

interface CurveColumns {
  /** Of the finite values, or of their reciprocals where the mean is harmonic. */
  readonly sum: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly known: Float64Array
}

const isHarmonic = (curve: StepCurve): boolean => curve === 'imagesPerSecond'

/** @param most points that are kept. */
export function createThinSteps(most: number): ThinSteps {
  const column = (): Float64Array => new Float64Array(most + 1)
  const [epoch, seconds, steps] = [column(), column(), column()]
  const curves = Object.fromEntries(
    STEP_CURVES.map((curve) => [curve, { sum: column(), low: column(), high: column(), known: column() }]),
  ) as Readonly<Record<StepCurve, CurveColumns>>
  let length = 0
  /** Steps of a whole point; a power of two, so that points stay where they are until all are joined in pairs. */
  let size = 1

  const clear = (at: number): void => {
    epoch[at] = seconds[at] = steps[at] = 0
    for (const curve of STEP_CURVES) {
      const { sum, low, high, known } = curves[curve]
      sum[at] = known[at] = 0
      low[at] = Infinity
      high[at] = -Infinity
    }
  }

  /** Adds what is kept at one place to another. */
  const join = (from: number, to: number): void => {
    epoch[to]! += epoch[from]!
    seconds[to]! += seconds[from]!
    steps[to]! += steps[from]!
    for (const curve of STEP_CURVES) {
      const { sum, low, high, known } = curves[curve]
      sum[to]! += sum[from]!
      known[to]! += known[from]!
      low[to] = Math.min(low[to]!, low[from]!)
      high[to] = Math.max(high[to]!, high[from]!)
    }
  }

  const joinPairs = (): void => {
    const pairs = Math.ceil(length / 2)
    for (let pair = 0; pair < pairs; pair++) {
      if (pair > 0) {
        clear(pair)
        join(2 * pair, pair)
      }
      if (2 * pair + 1 < length) join(2 * pair + 1, pair)
    }
    length = pairs
    size *= 2
  }

  const bucketOf = (curve: StepCurve, from: number, to: number): CurveBucket => {
    const { sum, low, high, known } = curves[curve]
    let [position, time, count, total, finite] = [0, 0, 0, 0, 0]
    let [min, max] = [Infinity, -Infinity]
    for (let at = from; at < to; at++) {
      position += epoch[at]!
      time += seconds[at]!
      count += steps[at]!
      total += sum[at]!
      finite += known[at]!
      min = Math.min(min, low[at]!)
      max = Math.max(max, high[at]!)
    }
    const isGap = finite === 0
    return {
      epoch: position / count,
      seconds: time / count,
      mean: isGap ? NaN : isHarmonic(curve) ? finite / total : total / finite,
      min: isGap ? NaN : min,
      max: isGap ? NaN : max,
      steps: count,
      lost: count - finite,
    }
  }

  const buckets: ThinSteps['buckets'] = (curve, limit = most) => {
    // A power of two, so that buckets stay where they are while the run goes on.
    let group = 1
    while (Math.ceil(length / group) > limit) group *= 2
    return Array.from({ length: Math.ceil(length / group) }, (_, at) =>
      bucketOf(curve, at * group, Math.min(length, (at + 1) * group)),
    )
  }

  return {
    get length() {
      return length
    },
    add(step) {
      if (length === 0 || steps[length - 1]! >= size) clear(length++)
      const at = length - 1
      epoch[at]! += step.epoch
      seconds[at]! += step.seconds
      steps[at]! += 1
      for (const curve of STEP_CURVES) {
        const value = step[curve]
        if (!Number.isFinite(value)) continue
        const { sum, low, high, known } = curves[curve]
        sum[at]! += isHarmonic(curve) ? 1 / value : value
        known[at]! += 1
        low[at] = Math.min(low[at]!, value)
        high[at] = Math.max(high[at]!, value)
      }
      if (length > most) joinPairs()
    },
    restore(kept) {
      // A curve with more points than there is room for is joined, so many neighbours at a time.
      let group = 1
      while (Math.ceil(kept.steps.length / group) > most) group *= 2
      length = Math.ceil(kept.steps.length / group)
      size = group
      while (kept.steps.some((count) => count * group > size)) size *= 2
      for (let at = 0; at < length; at++) clear(at)
      for (const [point, count] of kept.steps.entries()) {
        const at = Math.floor(point / group)
        epoch[at]! += kept.epoch[point]! * count
        seconds[at]! += kept.seconds[point]! * count
        steps[at]! += count
        for (const curve of STEP_CURVES) {
          const mean = kept[curve]?.[point] ?? NaN
          if (!Number.isFinite(mean)) continue
          const { sum, low, high, known } = curves[curve]
          const finite = curve === 'loss' ? count - (kept.lost?.[point] ?? 0) : count
          known[at]! += finite
          sum[at]! += isHarmonic(curve) ? finite / mean : finite * mean
          low[at] = Math.min(low[at]!, kept.ranges?.[curve].low[point] ?? mean)
          high[at] = Math.max(high[at]!, kept.ranges?.[curve].high[point] ?? mean)
        }
      }
    },
    truncate(position) {
      while (length > 0 && epoch[length - 1]! / steps[length - 1]! > position + 1e-9) length--
    },
    buckets,
    since(position) {
      const sums = { steps: 0, loss: 0, accuracy: 0 }
      for (let at = length - 1; at >= 0 && epoch[at]! / steps[at]! > position; at--) {
        sums.steps += steps[at]!
        sums.loss += curves.loss.sum[at]!
        sums.accuracy += curves.accuracy.sum[at]!
      }
      return sums
    },
    read() {
      const all = STEP_CURVES.map((curve) => [curve, buckets(curve)] as const)
      const known = (values: readonly number[]): readonly (number | null)[] =>
        values.map((value) => (Number.isFinite(value) ? value : null))
      const means = Object.fromEntries(
        all.map(([curve, points]) => [curve, known(points.map(({ mean }) => mean))]),
      ) as Record<StepCurve, readonly (number | null)[]>
      const ranges = Object.fromEntries(
        all.map(([curve, points]) => [
          curve,
          { low: known(points.map(({ min }) => min)), high: known(points.map(({ max }) => max)) },
        ]),
      ) as unknown as NonNullable<RunCurve['ranges']>
      const [, points = []] = all[0] ?? []
      return {
        epoch: points.map((point) => point.epoch),
        seconds: points.map((point) => point.seconds),
        ...means,
        steps: points.map((point) => point.steps),
        lost: points.map(({ lost }) => lost),
        ranges,
      }
    },
  }
}
