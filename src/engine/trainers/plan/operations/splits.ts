/** Into how many runs the rows of a batch are split, whose sums, channel by channel, the optimizer adds up. */

export interface SplitSums {
  readonly channels: number
  /** All sums of one run. */
  readonly sums: number
  /** Rows of all images that are shared out among the runs. */
  readonly rows: number
}

/** Enough to fill a device, as long as a run has some rows and the partial sums stay few. */
export function splitsOfSums({ channels, sums, rows }: SplitSums): number {
  const byParallelism = Math.ceil(MOST_PARALLEL / channels)
  const byMemory = Math.floor(MOST_PARTIALS / sums)
  return Math.max(1, Math.min(byParallelism, byMemory, Math.ceil(rows / FEWEST_ROWS)))
}

/** Runs times channels that keep a large device busy. */
const MOST_PARALLEL = 32_768
/** Of all runs together, in values. */
const MOST_PARTIALS = 4_000_000
/** The fewest rows of a run, which the invocations of a workgroup share. */
const FEWEST_ROWS = 8
