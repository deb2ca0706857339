/** What a benchmark's figures must keep to. Tests assert what happens, benchmarks how long it takes. */

export interface Limit {
  /** Such as `70,000 images from the drop to ready`. */
  readonly what: string
  readonly value: number
  readonly most: number
  readonly unit: 's' | 'ms'
}

/** Says for each figure whether it keeps to its limit; the command fails where one does not. On stderr, so that JSON stays JSON. */
export function checkLimits(limits: readonly Limit[]): void {
  for (const { what, value, most, unit } of limits) {
    // Of a figure that was not measured nothing is known.
    const keeps = value <= most
    console.error(
      `${keeps ? 'ok  ' : 'OVER'} ${what}: ${value.toFixed(unit === 's' ? 2 : 0)} ${unit}, at most ${most} ${unit}`,
    )
    if (!keeps) process.exitCode = 1
  }
}
