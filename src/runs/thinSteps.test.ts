import { describe, expect, it } from 'vitest'
import { STEP_CURVES } from './record'
import { createThinSteps } from './thinSteps'
import { smooth } from './smooth'

const step = (at: number) => ({
  epoch: at / 10,
  seconds: at,
  loss: at,
  accuracy: 0.5,
  learningRate: at < 9 ? 0.25 : 0.125,
  imagesPerSecond: 100,
})

it('keeps every step as long as there is room', () => {
  const curve = createThinSteps(4)
  for (const at of [1, 2, 3, 4]) curve.add(step(at))
  expect(curve.read().loss).toEqual([1, 2, 3, 4])
})

it('joins neighbours in pairs when there is no room, and loses no step', () => {
  const curve = createThinSteps(4)
  for (let at = 1; at <= 13; at++) curve.add(step(at))
  const { loss, steps, seconds, epoch, learningRate } = curve.read()
  expect(loss).toEqual([2.5, 6.5, 10.5, 13])
  expect(steps).toEqual([4, 4, 4, 1])
  expect(seconds).toEqual(loss)
  expect(learningRate).toEqual([0.25, 0.25, 0.125, 0.125])
  expect(epoch.map((position) => position * 10)).toEqual(loss)
  expect(loss.reduce((sum, mean, at) => sum! + mean! * steps[at]!, 0)).toBe((13 * 14) / 2)
})

it('stays within its bound, however long the run', () => {
  const curve = createThinSteps(512)
  for (let at = 1; at <= 100_000; at++) curve.add(step(at))
  const { steps } = curve.read()
  expect(steps.length).toBeLessThanOrEqual(512)
  expect(steps.reduce((sum, each) => sum + each, 0)).toBe(100_000)
})

it('goes on from where the run goes on', () => {
  const curve = createThinSteps(8)
  for (const at of [1, 2, 3, 4]) curve.add(step(at))
  curve.truncate(0.2)
  curve.add({ ...step(3), loss: 30 })
  expect(curve.read().loss).toEqual([1, 2, 30])
})

it('smooths by a mean in which what is long ago counts little, without the bias of the start', () => {
  expect(smooth([1, 2, 4], 0)).toEqual([1, 2, 4])
  // (2 + 0.5) / 1.5 and (4 + 1 + 0.25) / 1.75.
  expect(smooth([1, 2, 4], 0.5)).toEqual([1, 2.5 / 1.5, 5.25 / 1.75])
  expect(smooth([3, 3, 3], 0.9).every((value) => Math.abs(value - 3) < 1e-12)).toBe(true)
})

it('keeps every spike, as the largest value of its point', () => {
  const curve = createThinSteps(512)
  for (let at = 1; at <= 100_000; at++) {
    curve.add({ ...step(at), loss: at === 54_321 ? 900 : at === 77_777 ? -5 : 1 + (at % 7) / 100 })
  }
  const { loss, ranges, steps } = curve.read()
  expect(loss.every((mean) => mean! < 6)).toBe(true)
  expect(Math.max(...ranges!.loss.high.map((high) => high ?? 0))).toBe(900)
  expect(Math.min(...ranges!.loss.low.map((low) => low ?? 0))).toBe(-5)
  // Where it was, to within a point.
  const spike = ranges!.loss.high.indexOf(900)
  expect(Math.abs(curve.buckets('loss')[spike]!.epoch - 5432.1)).toBeLessThanOrEqual(steps[spike]! / 10)
  const few = curve.buckets('loss', 64)
  expect(few.length).toBeLessThanOrEqual(64)
  expect(few.reduce((sum, bucket) => sum + bucket.steps, 0)).toBe(100_000)
  expect(Math.max(...few.map(({ max }) => max))).toBe(900)
})

it('leaves what is no finite number out of means, counts it, and has a gap where there is nothing else', () => {
  const curve = createThinSteps(4)
  for (const [at, loss] of [1, NaN, 3, Infinity, NaN, NaN, 5, 7].entries()) curve.add({ ...step(at + 1), loss })
  const { loss, lost, ranges, accuracy } = curve.read()
  expect(loss).toEqual([1, 3, null, 6])
  expect(lost).toEqual([1, 1, 2, 0])
  expect(ranges?.loss).toEqual({ low: [1, 3, null, 5], high: [1, 3, null, 7] })
  expect(accuracy).toEqual([0.5, 0.5, 0.5, 0.5])
})

it('averages images per second by their time', () => {
  const curve = createThinSteps(1)
  // 100 images in a second, and 100 in a quarter of one: 200 in 1.25 seconds.
  for (const imagesPerSecond of [100, 400]) curve.add({ ...step(1), imagesPerSecond })
  expect(curve.read().imagesPerSecond).toEqual([160])
  expect(curve.read().ranges?.imagesPerSecond).toEqual({ low: [100], high: [400] })
})

describe('a curve that was kept and goes on', () => {
  /** Values that binary fractions hold, so that a mean times its steps is their sum. */
  const draw = (at: number) => ({
    epoch: at / 8,
    seconds: at / 4,
    loss: at % 11 === 0 ? NaN : 4 - (at % 64) / 16,
    accuracy: (at % 32) / 32,
    learningRate: 0.25,
    imagesPerSecond: 2 ** (at % 3),
  })

  it.each([0, 1, 5, 8, 9, 30, 32, 33, 1000])('is that of a run which was never cut off, after %d steps', (steps) => {
    const whole = createThinSteps(8)
    for (let at = 1; at <= steps; at++) whole.add(draw(at))
    const restored = createThinSteps(8)
    for (const at of [1, 2, 3]) restored.add(step(at))
    restored.restore(whole.read())
    expect(restored.read()).toEqual(whole.read())
    for (let at = steps + 1; at <= steps + 100; at++) {
      whole.add(draw(at))
      restored.add(draw(at))
      expect(restored.length).toBe(whole.length)
    }
    const [one, other] = [restored.read(), whole.read()]
    expect(one.steps).toEqual(other.steps)
    expect(one.lost).toEqual(other.lost)
    expect(one.ranges).toEqual(other.ranges)
    for (const curve of ['epoch', 'seconds', ...STEP_CURVES] as const) {
      for (const [at, value] of one[curve]!.entries()) {
        if (value === null) expect(other[curve]![at]).toBeNull()
        else expect(value).toBeCloseTo(other[curve]![at]!, 10)
      }
    }
    const [sums, others] = [restored.since(steps / 8), whole.since(steps / 8)]
    expect(sums.steps).toBe(others.steps)
    expect(sums.loss).toBeCloseTo(others.loss, 10)
  })

  it('loses no step and no spike where it has more points than there is room for', () => {
    const kept = createThinSteps(64)
    for (let at = 1; at <= 100; at++) kept.add({ ...draw(at), accuracy: at === 41 ? 90 : 0.5 })
    const few = createThinSteps(8)
    few.restore(kept.read())
    const { steps, lost, ranges } = few.read()
    expect(steps).toEqual([16, 16, 16, 16, 16, 16, 4])
    expect(lost!.reduce((sum, each) => sum + each, 0)).toBe(9)
    expect(ranges!.accuracy.high).toEqual([0.5, 0.5, 90, 0.5, 0.5, 0.5, 0.5])
    for (let at = 101; at <= 112; at++) few.add(draw(at))
    expect(few.read().steps).toEqual([16, 16, 16, 16, 16, 16, 16])
  })

  it('goes on from an older record, which has no images per second, no ranges and nothing lost', () => {
    const curve = createThinSteps(4)
    curve.restore({
      epoch: [0.5, 1],
      seconds: [1, 2],
      loss: [2, null],
      accuracy: [0.25, 0.5],
      learningRate: [0.1, 0.1],
      steps: [1, 1],
    })
    curve.add(step(15))
    const { loss, lost, imagesPerSecond, ranges } = curve.read()
    expect(loss).toEqual([2, null, 15])
    expect(lost).toEqual([0, 1, 0])
    expect(imagesPerSecond).toEqual([null, null, 100])
    expect(ranges!.accuracy).toEqual({ low: [0.25, 0.5, 0.5], high: [0.25, 0.5, 0.5] })
  })
})
