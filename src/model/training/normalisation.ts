/**
 * How an image's bytes become the numbers that a model sees: (byte - mean) / deviation, channel by channel. The numbers belong to the
 * trained model, and are used wherever it is.
 */

/** One entry a channel, as bytes are counted: from 0 to 255. */
export interface Normalisation {
  readonly mean: readonly number[]
  readonly deviation: readonly number[]
}

/** Divided by 255: from 0 to 1. */
export function rescaling(channels: number): Normalisation {
  return { mean: new Array<number>(channels).fill(0), deviation: new Array<number>(channels).fill(255) }
}

/** For each channel, how many values there are of each byte. */
export type ByteCounts = readonly Float64Array[]

export function noBytes(channels: number): ByteCounts {
  return Array.from({ length: channels }, () => new Float64Array(256))
}

/** Adds the values of some images to the counts, in place. @param size values of one image, the channel last. */
export function countBytes(counts: ByteCounts, pixels: Uint8Array, size: number, rows: Uint32Array): void {
  const channels = counts.length
  for (const row of rows) {
    const end = (row + 1) * size
    for (const [channel, count] of counts.entries()) {
      for (let at = row * size + channel; at < end; at += channels) count[pixels[at]!]! += 1
    }
  }
}

/**
 * Gives each channel mean 0 and deviation 1 (that of the population) over the counted bytes. A channel without deviation keeps its scale.
 */
export function standardising(counts: ByteCounts): Normalisation {
  const moments = counts.map((count) => {
    const total = count.reduce((sum, times) => sum + times, 0)
    if (total === 0) return { mean: 0, deviation: 1 }
    const mean = count.reduce((sum, times, byte) => sum + times * byte, 0) / total
    const variance = count.reduce((sum, times, byte) => sum + times * (byte - mean) ** 2, 0) / total
    return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 }
  })
  return { mean: moments.map(({ mean }) => mean), deviation: moments.map(({ deviation }) => deviation) }
}
