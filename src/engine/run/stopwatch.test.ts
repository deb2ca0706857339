import { expect, it } from 'vitest'
import { createStopwatch } from './stopwatch'

it('does not count the time paused', () => {
  let clock = 1000
  const watch = createStopwatch(() => clock)
  clock += 2000
  watch.pause()
  clock += 60_000
  expect(watch.seconds).toBe(2)
  watch.pause()
  watch.resume()
  clock += 500
  watch.resume()
  clock += 500
  expect(watch.seconds).toBe(3)
  expect(createStopwatch(() => clock, 3).seconds).toBe(3)
})
