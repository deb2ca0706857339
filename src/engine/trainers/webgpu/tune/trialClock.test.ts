import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../model/random'
import { intervals, type Trial } from './trialClock'

/** Milliseconds of an ordinary step, of which the operation that is tried takes a part, and of one more run of its variant. */
const STEP = 4
const VARIANT = 1.7
const STEPS = 3

/**
 * A device on paper that trains portion after portion, three of them queued. It hears of the end of its work when `heardAt` says so.
 */
function clockOf(heardAt: (done: number) => number) {
  let now = 0
  let free = 0
  let heard = 0
  let work = 0
  const ends: (() => void)[] = []
  const endsAt: number[] = []
  const pass = { end: () => undefined } as unknown as GPUComputePassEncoder
  const encoder = { beginComputePass: () => pass } as unknown as GPUCommandEncoder
  const step = {
    operations: [],
    record: () => void (work += STEP),
  }
  const queue = {
    onSubmittedWorkDone: () =>
      new Promise<undefined>((resolve) => {
        ends.push(() => resolve(undefined))
        endsAt.push((heard = Math.max(heard, heardAt(free))))
      }),
  }
  let waiting: ((count: number) => void) | undefined
  const submit = (isTrial: boolean): void => {
    free = Math.max(free, now) + work
    work = 0
    clock.submitted(STEPS, !isTrial)
  }
  const clock = intervals(
    {
      device: { queue },
      program: { step },
      trainPortion: (task) =>
        new Promise((resolve, reject) => {
          waiting = (count) => {
            task.record(encoder, count)
            // What it records of the first step is the operations; here they are one piece.
            work += STEP
            submit(true)
            task.read().then(resolve, reject)
          }
        }),
    },
    () => now,
  )
  const trial: Trial = { index: 0, variant: 'a', record: () => void (work += VARIANT) }
  return {
    clock,
    trial,
    async run<Result>(asked: Promise<Result>): Promise<Result> {
      const state = { over: false }
      asked.then(
        () => (state.over = true),
        () => (state.over = true),
      )
      while (!state.over) {
        while (ends.length < 3) {
          if (waiting) {
            const tried = waiting
            waiting = undefined
            tried(STEPS)
          } else {
            for (let i = 0; i < STEPS; i++) step.record()
            submit(false)
          }
        }
        now = Math.max(now, endsAt.shift()!)
        ends.shift()!()
        for (let turn = 0; turn < 20; turn++) await Promise.resolve()
      }
      return asked
    },
  }
}

describe('a clock that knows only when portions end', () => {
  it.each([0, 1, 20])('tells what an operation takes, however late it hears: after %d ms', async (latency) => {
    const { clock, trial, run } = clockOf((done) => done + latency)
    expect(await run(clock.time(trial, 20))).toBeCloseTo(VARIANT)
    expect(await run(clock.isSound(trial, 20))).toBe(true)
  })

  it('is sound where hearing takes a little longer now and then', async () => {
    const random = createRandom(1)
    const { clock, trial, run } = clockOf((done) => done + 1 + random.next())
    expect(await run(clock.isSound(trial, 20))).toBe(true)
    expect(Math.abs((await run(clock.time(trial, 20))) - VARIANT)).toBeLessThan(0.2)
  })

  it.each([50, 100, 200])('is not sound where ends are looked for every %d ms', async (interval) => {
    const { clock, trial, run } = clockOf((done) => Math.ceil(done / interval) * interval)
    expect(await run(clock.isSound(trial, 20))).toBe(false)
  })
})
