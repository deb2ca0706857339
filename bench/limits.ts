/** The limits of a benchmark's figures. Tests assert what happens, benchmarks how long it takes. */

export interface Limit {
  /** Such as `70,000 images from the drop to ready`. */
  readonly what: string
  readonly value: number
  readonly most: number
  readonly unit: 's' | 'ms' | 'kB' | 'things'
}

/** Says of each figure whether it keeps to its limit. The command fails when one does not. It prints on stderr, so that JSON stays JSON. */
export function checkLimits(limits: readonly Limit[]): void {
  for (const { what, value, most, unit } of limits) {
    // A figure that was not measured is NaN, and keeps to no limit.
    const keeps = value <= most
    console.error(
      `${keeps ? 'ok  ' : 'OVER'} ${what}: ${value.toFixed(unit === 's' ? 2 : 0)} ${unit}, at most ${most} ${unit}`,
    )
    if (!keeps) process.exitCode = 1
  }
}
