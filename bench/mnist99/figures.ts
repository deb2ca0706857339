/** What the benchmark finds out, and how it is printed. */

export interface SeedFigures {
  readonly seed: number
  /** From the press on Start to the first step, and to the last weights. */
  readonly ready: number
  readonly seconds: number
  /** Of the 10,000 test images. */
  readonly accuracy: number
}

export interface BackendFigures {
  /** In words. */
  readonly backend: string
  readonly seeds: readonly SeedFigures[]
}

export function print({ backend, seeds }: BackendFigures): void {
  console.log(`\n${backend}`)
  console.table(
    seeds.map(({ seed, ready, seconds, accuracy }) => ({
      seed,
      'ready, s': round(ready),
      'seconds to the weights': round(seconds),
      'test accuracy, %': round(100 * accuracy),
    })),
  )
  const mean = (of: (each: SeedFigures) => number): number =>
    round(seeds.reduce((sum, each) => sum + of(each), 0) / seeds.length)
  console.log(`mean ${mean(({ seconds }) => seconds)} s, ${mean(({ accuracy }) => 100 * accuracy)} %`)
}

function round(value: number): number {
  return Math.round(100 * value) / 100
}
