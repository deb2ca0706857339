/** How many values spread: a histogram, and the few numbers that say most of it. Values may come in parts. */

/** Bins of a histogram, all as wide, from the smallest value to the largest. */
export const BINS = 64

export interface SpreadFigures {
  readonly mean: number
  /** The population's: over the number of values. */
  readonly deviation: number
  readonly min: number
  readonly max: number
}

export interface Spread {
  readonly count: number
  /** How many of them are infinite or no numbers. They count in nothing else. */
  readonly lost: number
  /** How many of them are 0. */
  readonly zeros: number
  /** `null` where no value is a finite number. */
  readonly figures: SpreadFigures | null
  /** How many values each bin holds, as `numpy.histogram(values, 64)` counts them. */
  readonly bins: Uint32Array<ArrayBuffer>
}

/** A first pass over values: all but the histogram, whose range it finds. */
export interface Gauge {
  add(values: ArrayLike<number>): void
  read(): Omit<Spread, 'bins'>
}

/** Parts are joined as in Chan, Golub and LeVeque, “Updating formulae and a pairwise algorithm for computing sample variances” (1979). */
export function createGauge(): Gauge {
  let [count, lost, zeros] = [0, 0, 0]
  let [min, max] = [Infinity, -Infinity]
  let [finite, mean, squares] = [0, 0, 0]
  return {
    add(values) {
      const { length } = values
      let [sum, found] = [0, 0]
      for (let at = 0; at < length; at++) {
        const value = values[at]!
        if (!Number.isFinite(value)) continue
        found++
        sum += value
        if (value === 0) zeros++
        if (value < min) min = value
        if (value > max) max = value
      }
      count += length
      lost += length - found
      if (found === 0) return
      const meanOfPart = sum / found
      let squaresOfPart = 0
      for (let at = 0; at < length; at++) {
        const value = values[at]!
        if (Number.isFinite(value)) squaresOfPart += (value - meanOfPart) ** 2
      }
      const apart = meanOfPart - mean
      squares += squaresOfPart + (apart ** 2 * finite * found) / (finite + found)
      mean += (apart * found) / (finite + found)
      finite += found
    },
    read: () => ({
      count,
      lost,
      zeros,
      figures: finite === 0 ? null : { mean, deviation: Math.sqrt(squares / finite), min, max },
    }),
  }
}

/** A second pass over the same values: the histogram. */
export interface Binning {
  add(values: ArrayLike<number>): void
  readonly bins: Uint32Array<ArrayBuffer>
}

/** Which values a bin holds is NumPy's, to the bit (numpy/lib/_histograms_impl.py): a bin holds its lower end, and the last one both. */
export function createBinning(figures: SpreadFigures | null): Binning {
  const bins = new Uint32Array(BINS)
  if (!figures) return { bins, add: () => undefined }
  const { from, to } = binRange(figures)
  const width = to - from
  const edges = binEdges(figures)
  return {
    bins,
    add(values) {
      const { length } = values
      for (let at = 0; at < length; at++) {
        const value = values[at]!
        if (!Number.isFinite(value)) continue
        let bin = Math.min(BINS - 1, Math.floor(((value - from) / width) * BINS))
        if (value < edges[bin]!) bin--
        else if (bin < BINS - 1 && value >= edges[bin + 1]!) bin++
        bins[bin]! += 1
      }
    },
  }
}

/** The ends of the bins: one more than there are bins. */
export function binEdges(figures: Pick<SpreadFigures, 'min' | 'max'>): readonly number[] {
  const { from, to } = binRange(figures)
  const step = (to - from) / BINS
  return Array.from({ length: BINS + 1 }, (_, at) => (at === BINS ? to : at * step + from))
}

/** Of such a share of a value, float64 still tells the ends of all bins apart. */
const LEAST_SHARE = 2 ** -44

/** Values that are all alike stand in the middle of a range of 1, or of a wider one where they are so large that 1 is lost beside them. */
function binRange({ min, max }: Pick<SpreadFigures, 'min' | 'max'>): { readonly from: number; readonly to: number } {
  if (min !== max) return { from: min, to: max }
  const half = Math.max(0.5, Math.abs(min) * LEAST_SHARE)
  return { from: min - half, to: max + half }
}

export function spreadOf(values: ArrayLike<number>): Spread {
  const gauge = createGauge()
  gauge.add(values)
  const measured = gauge.read()
  const binning = createBinning(measured.figures)
  binning.add(values)
  return { ...measured, bins: binning.bins }
}
