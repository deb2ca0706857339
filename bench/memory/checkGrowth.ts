/** What a run may hold more of, from a third of its epochs to its end. */
import { checkLimits } from '../limits'
import type { Sample } from './takeSample'

export interface Measured {
  /** After this epoch. */
  readonly epoch: number
  readonly sample: Sample
}

/**
 * By 100 epochs, in kB, but for counts. Curves grow by 32 bytes a step, and epochs and the log by a line each. What the processes hold tells of
 * the system's allocators, and what the browser's storage holds of when it tidies up: both are shown, and have no limit.
 */
const LIMITS: readonly { readonly name: RegExp; readonly most: number; readonly unit: 'kB' | 'things' }[] = [
  { name: /, heap$/, most: 500, unit: 'kB' },
  { name: /, buffers$/, most: 500, unit: 'kB' },
  { name: /^device/, most: 0, unit: 'kB' },
  { name: /DOM nodes$/, most: 400, unit: 'things' },
  { name: /listeners$/, most: 10, unit: 'things' },
]

/** The growth by 100 epochs, of the whole run but its first third, in which caches fill and code is compiled. */
export function growthOf(measured: readonly Measured[]): Sample {
  const last = measured.at(-1)!
  const first = measured.find(({ epoch }) => epoch >= 0.3 * last.epoch) ?? last
  return Object.fromEntries(
    Object.entries(last.sample).map(([name, value]) => [
      name,
      (100 * (value - (first.sample[name] ?? NaN))) / (last.epoch - first.epoch),
    ]),
  )
}

export function checkGrowth(backend: string, measured: readonly Measured[]): void {
  checkLimits(
    Object.entries(growthOf(measured)).flatMap(([name, growth]) => {
      const limit = LIMITS.find((each) => each.name.test(name))
      if (!limit) return []
      const { most, unit } = limit
      return [{ what: `${backend}, ${name}, by 100 epochs`, value: unit === 'kB' ? growth / 1000 : growth, most, unit }]
    }),
  )
}
