/** Axes of charts: round ticks, and where a value stands in pixels. */

export interface ChartAxis {
  /** With its unit. */
  readonly label: string
  readonly from: number
  readonly to: number
  /** Rising, within the ends. */
  readonly ticks: readonly number[]
  /** By powers of ten. Both ends are above 0 then. */
  readonly isLog?: boolean
  formatTick(value: number): string
}

/** The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10
  return factor * power
}

/** From 0, or from a multiple of the step, up to `end`. */
export function ticksTo(end: number, step: number, from = 0): readonly number[] {
  const first = Math.round(from / step)
  const count = Math.floor(end / step + 1e-9) - first
  return Array.from({ length: count + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** Where values stand on an axis that is drawn from one pixel to another. Below the end of a logarithmic axis, 0 and less stand at that end. */
export function scaleOf(
  { from, to, isLog = false }: Pick<ChartAxis, 'from' | 'to' | 'isLog'>,
  start: number,
  end: number,
): (value: number) => number {
  const of = (value: number): number => (isLog ? Math.log10(Math.max(value, from)) : value)
  const [low, high] = [of(from), of(to)]
  const pixels = (end - start) / (high - low || 1)
  return (value) => start + (of(value) - low) * pixels
}

/** The value at a share of an axis, from 0 at its start to 1 at its end. What is beyond counts as the end. */
export function valueAt({ from, to, isLog = false }: Pick<ChartAxis, 'from' | 'to' | 'isLog'>, share: number): number {
  const within = Math.max(0, Math.min(1, share))
  return isLog ? from * (to / from) ** within : from + within * (to - from)
}

/** The place among rising values that is nearest to one; -1 where there are none. */
export function nearestTo(values: ArrayLike<number>, wanted: number): number {
  let [low, high] = [0, values.length - 1]
  if (high < 0) return -1
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low > 0 && wanted - values[low - 1]! <= values[low]! - wanted ? low - 1 : low
}
