import { describe, expect, it } from 'vitest'
import { createSearch } from './search'

/** Queued, and read, at these times. */
type Reading = readonly [queuedAt: number, readAt: number]

const capacityOf = (readings: readonly Reading[], first = 1) => {
  const search = createSearch(first, 0, 250)
  for (const [queuedAt, at] of readings) {
    const found = search.read({ steps: 1, queuedAt }, at)
    if (found) return found
  }
  return undefined
}

describe('a search for what a device does', () => {
  it('takes no rate from a clock that did not move', () => {
    // By a clock of 100 ms, two bursts end at 1,100.
    const readings: readonly Reading[] = [
      [0, 1000],
      [0, 1100],
      [1000, 1100],
      [1100, 1100],
      [1100, 1200],
    ]
    const search = createSearch(1, 0, 250)
    for (const [queuedAt, at] of readings) expect(search.read({ steps: 1, queuedAt }, at)).toBeUndefined()
    // Three steps from 1,100 to 1,200 would be thirty a second; infinitely many would have made the window four times as large at least.
    expect(search.window).toBe(1)
  })

  it('takes one long round trip for work, because a second step could be too much', () => {
    const slow: readonly Reading[] = [0, 300, 600, 900].map((at) => [at, at + 300])
    expect(capacityOf(slow)).toEqual({ stepMilliseconds: 300, latency: 0 })
  })
})
