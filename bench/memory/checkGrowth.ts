/** What a run may hold more of, from a third of its epochs to its end. */
import { checkLimits } from '../limits'
import type { Sample } from './takeSample'

export interface Measured {
  /** After this epoch. */
  readonly epoch: number
  readonly sample: Sample
}

/**
 * By 100 epochs, in kB, but for counts. Curves grow by 32 bytes a step, and epochs and the log by a line each. In the page, a chart has up to
 * 41 marks of the log, some 60 kB each, which come to an end. What the processes hold tells of the system's allocators, and what the browser's
 * storage holds of when it tidies up: both are shown, and have no limit.
 */
const LIMITS: readonly { readonly name: RegExp; readonly most: number; readonly unit: 'kB' | 'things' }[] = [
  { name: /^page, heap$/, most: 6000, unit: 'kB' },
  { name: /, (heap|buffers)$/, most: 500, unit: 'kB' },
  { name: /^device/, most: 20, unit: 'kB' },
  { name: /DOM nodes$/, most: 800, unit: 'things' },
  { name: /listeners$/, most: 10, unit: 'things' },
]

/**
 * The growth by 100 epochs, of the whole run but its first third, in which caches fill and code is compiled. What is gone at the end, such as
 * the processor's workers, is followed as long as it is there.
 */
export function growthOf(measured: readonly Measured[]): Sample {
  const end = measured.at(-1)!.epoch
  const later = measured.filter(({ epoch }) => epoch >= 0.3 * end)
  const names = new Set(later.flatMap(({ sample }) => Object.keys(sample)))
  return Object.fromEntries(
    [...names].map((name) => {
      const there = later.filter(({ sample }) => sample[name] !== undefined)
      const [first, last] = [there[0]!, there.at(-1)!]
      return [name, (100 * (last.sample[name]! - first.sample[name]!)) / (last.epoch - first.epoch)]
    }),
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
