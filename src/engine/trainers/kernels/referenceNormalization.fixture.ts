/** BatchNormalization and LayerNormalization in float64 by plain loops, forward and backward, from their definitions in Keras 3. */

type Numbers = ArrayLike<number>

/** Which values share a mean and a variance, and which a gamma and a beta: the groups of a value by its index. */
interface Groups {
  readonly ofStatistics: (index: number) => number
  readonly statistics: number
  readonly ofWeights: (index: number) => number
  readonly weights: number
}

/** Values of rows x channels, normalised by channel. */
export function byChannel(channels: number): Groups {
  const channel = (index: number): number => index % channels
  return { ofStatistics: channel, statistics: channels, ofWeights: channel, weights: channels }
}

/** Rows of so many values, each normalised by itself. */
export function byRow(length: number, rows: number): Groups {
  return {
    ofStatistics: (index) => Math.floor(index / length),
    statistics: rows,
    ofWeights: (index) => index % length,
    weights: length,
  }
}

export function momentsOf({ ofStatistics, statistics }: Groups, x: Numbers) {
  const counts = new Float64Array(statistics)
  const mean = new Float64Array(statistics)
  const variance = new Float64Array(statistics)
  for (let i = 0; i < x.length; i++) counts[ofStatistics(i)]!++
  for (let i = 0; i < x.length; i++) mean[ofStatistics(i)]! += x[i]! / counts[ofStatistics(i)]!
  for (let i = 0; i < x.length; i++) {
    variance[ofStatistics(i)]! += (x[i]! - mean[ofStatistics(i)]!) ** 2 / counts[ofStatistics(i)]!
  }
  return { counts, mean, variance }
}

export interface Normalised {
  readonly epsilon: number
  readonly gamma: Numbers
  readonly beta: Numbers
}

/** @param moments by which values are normalised. */
export function normalise(
  groups: Groups,
  x: Numbers,
  { mean, variance }: { readonly mean: Numbers; readonly variance: Numbers },
  { epsilon, gamma, beta }: Normalised,
): Float64Array {
  return Float64Array.from({ length: x.length }, (_, i) => {
    const s = groups.ofStatistics(i)
    const w = groups.ofWeights(i)
    return ((x[i]! - mean[s]!) / Math.sqrt(variance[s]! + epsilon)) * gamma[w]! + beta[w]!
  })
}

/** From the gradient of the normalised values to those of the input, gamma and beta, by the chain rule step by step. */
export function normaliseBackward(groups: Groups, x: Numbers, dy: Numbers, { epsilon, gamma }: Normalised) {
  const { counts, mean, variance } = momentsOf(groups, x)
  const dGamma = new Float64Array(groups.weights)
  const dBeta = new Float64Array(groups.weights)
  const dMean = new Float64Array(groups.statistics)
  const dVariance = new Float64Array(groups.statistics)
  const deviation = variance.map((value) => Math.sqrt(value + epsilon))
  for (let i = 0; i < x.length; i++) {
    const s = groups.ofStatistics(i)
    const w = groups.ofWeights(i)
    const centred = x[i]! - mean[s]!
    const dNormalised = dy[i]! * gamma[w]!
    dGamma[w]! += (dy[i]! * centred) / deviation[s]!
    dBeta[w]! += dy[i]!
    dVariance[s]! += (dNormalised * centred * -0.5) / deviation[s]! ** 3
    dMean[s]! -= dNormalised / deviation[s]!
  }
  const dx = Float64Array.from({ length: x.length }, (_, i) => {
    const s = groups.ofStatistics(i)
    const direct = (dy[i]! * gamma[groups.ofWeights(i)]!) / deviation[s]!
    return direct + (dVariance[s]! * 2 * (x[i]! - mean[s]!)) / counts[s]! + dMean[s]! / counts[s]!
  })
  return { dx, dGamma, dBeta }
}
