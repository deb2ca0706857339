import { describe, expect, it } from 'vitest'
import { createPace } from './pace'

function paceOfSteps(stepMilliseconds: number) {
  let clock = 0
  const pace = createPace(() => clock)
  const step = (milliseconds = stepMilliseconds): void => {
    clock += milliseconds
    pace.did(1, 64)
  }
  return { pace, step, rest: (milliseconds: number) => (clock += milliseconds) }
}

describe('pace', () => {
  it('begins with single batches', () => {
    const { pace } = paceOfSteps(1)
    expect([pace.portion, pace.depth, pace.imagesPerSecond]).toEqual([1, 1, 0])
  })

  it('queues about 50 ms of short steps, twice', () => {
    const { pace, step } = paceOfSteps(5)
    step(3000)
    step()
    expect(pace.portion).toBe(10)
    expect(pace.depth).toBe(2)
  })

  it('waits for each long step, so that Stop comes within one', () => {
    const { pace, step } = paceOfSteps(400)
    step()
    step()
    expect([pace.portion, pace.depth]).toEqual([1, 1])
  })

  it('leaves the first step out of the rate, because it compiles', () => {
    const { pace, step } = paceOfSteps(100)
    step(10_000)
    step()
    expect(pace.imagesPerSecond).toBeCloseTo(640)
  })

  it('leaves a pause out of the rate', () => {
    const { pace, step, rest } = paceOfSteps(100)
    step()
    step()
    rest(60_000)
    pace.restart()
    step()
    expect(pace.imagesPerSecond).toBeCloseTo(640)
  })
})
