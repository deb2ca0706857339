import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../model/random'
import { createPace } from './pace'

/** A device that does one portion at a time: what is queued is read once its steps have taken their time. */
function paceOfSteps(stepMilliseconds: number) {
  let clock = 0
  const pace = createPace(() => clock)
  const portion = (milliseconds = stepMilliseconds): void => {
    const steps = pace.portion
    pace.queued(steps)
    clock += steps * milliseconds
    pace.read(64 * steps)
  }
  return { pace, portion, rest: (milliseconds: number) => (clock += milliseconds) }
}

describe('pace', () => {
  it('begins with a single batch', () => {
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
    [400, 1, 1],
  ])('takes steps of %d ms by %d, in up to %d portions', (milliseconds, size, depth) => {
    const { pace, portion } = paceOfSteps(milliseconds)
    portion(3000)
    for (let i = 0; i < 60; i++) portion()
    expect([pace.portion, pace.depth]).toEqual([size, depth])
  })

  it('never queues more than one long step, so that Stop comes within it', () => {
    const { pace, portion } = paceOfSteps(400)
    for (let i = 0; i < 10; i++) {
      expect([pace.portion, pace.depth]).toEqual([1, 1])
      portion()
    }
  })

  it('has no speed to go by at first, and leaves out the first portion, because it compiles', () => {
    const { pace, portion } = paceOfSteps(100)
    portion(10_000)
    for (let i = 0; i < 4; i++) portion()
    expect(pace.imageMilliseconds).toBeUndefined()
    portion()
    expect(pace.imageMilliseconds).toBeCloseTo(100 / 64)
  })

  it('weighs a slow step by its time, and forgets it', () => {
    const { pace, portion } = paceOfSteps(20)
    portion()
    portion(1000)
    expect(pace.imageMilliseconds).toBeCloseTo(1000 / 64)
    for (let i = 0; i < 100; i++) portion()
    expect(pace.imageMilliseconds! * 64).toBeLessThan(31)
    for (let i = 0; i < 5000; i++) portion()
    expect(pace.imageMilliseconds).toBeCloseTo(20 / 64, 2)
  })

  it('leaves a pause out of the speed, though something was queued before it', () => {
    const { pace, portion, rest } = paceOfSteps(100)
    for (let i = 0; i < 6; i++) portion()
    pace.queued(1)
    rest(60_000)
    pace.restart()
    pace.read(64)
    portion()
    expect(pace.imageMilliseconds).toBeCloseTo(100 / 64)
  })

  it('always asks for a countable number of portions, by whatever clock', () => {
    const odd: string[] = []
    for (let seed = 1; seed <= 300; seed++) {
      const random = createRandom(seed)
      const resolution = [0.001, 1, 16.7, 100][random.integer(4)]!
      const longest = [0, 0.01, 1, 30, 200][random.integer(5)]!
      let clock = 0
      const pace = createPace(() => Math.floor(clock / resolution) * resolution)
      for (let turn = 0, queued = 0; turn < 300; turn++) {
        const { portion, depth } = pace
        const areCounts = [portion, depth].every((each) => Number.isInteger(each) && each >= 1 && each <= 256)
        if (!areCounts) odd.push(`${portion} by ${depth}, clock of ${resolution} ms, up to ${longest} ms, draw ${seed}`)
        if (random.integer(50) === 0) pace.restart()
        clock += longest * random.next()
        if (queued < depth) {
          pace.queued(portion)
          queued++
        } else {
          pace.read(portion)
          queued--
        }
      }
    }
    expect(odd).toEqual([])
  })
})
