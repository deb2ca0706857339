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
    expect([pace.portion, pace.depth, pace.imageMilliseconds]).toEqual([1, 1, undefined])
  })

  it.each([
    [0.01, 256, 3],
    [0.5, 24, 3],
    [5, 2, 3],
    [13, 1, 3],
    [45, 1, 2],
    [90, 1, 1],
  ])('takes steps of %d ms by %d, in up to %d portions', (milliseconds, portion, depth) => {
    const { pace, step } = paceOfSteps(milliseconds)
    step(3000)
    step()
    expect([pace.portion, pace.depth]).toEqual([portion, depth])
  })

  it('waits for each long step, so that Stop comes within one', () => {
    const { pace, step } = paceOfSteps(400)
    step()
    step()
    expect([pace.portion, pace.depth]).toEqual([1, 1])
  })

  it('has no speed to go by at first, and leaves out the first step, because it compiles', () => {
    const { pace, step } = paceOfSteps(100)
    step(10_000)
    for (let i = 0; i < 4; i++) step()
    expect(pace.imageMilliseconds).toBeUndefined()
    step()
    expect(pace.imageMilliseconds).toBeCloseTo(100 / 64)
  })

  it('weighs a slow step by its time, and forgets it', () => {
    const { pace, step } = paceOfSteps(10)
    step()
    step(1000)
    expect(pace.imageMilliseconds).toBeCloseTo(1000 / 64)
    for (let i = 0; i < 100; i++) step()
    expect(pace.imageMilliseconds! * 64).toBeLessThan(21)
    for (let i = 0; i < 5000; i++) step()
    expect(pace.imageMilliseconds).toBeCloseTo(10 / 64, 2)
  })

  it('leaves a pause out of the speed', () => {
    const { pace, step, rest } = paceOfSteps(100)
    for (let i = 0; i < 6; i++) step()
    rest(60_000)
    pace.restart()
    step()
    expect(pace.imageMilliseconds).toBeCloseTo(100 / 64)
  })
})
