import { expect, it } from 'vitest'
import { createThinCurve } from './thinCurve'
import { smooth } from './smooth'

const step = (at: number) => ({
  epoch: at / 10,
  seconds: at,
  loss: at,
  accuracy: 0.5,
  learningRate: at < 9 ? 0.25 : 0.125,
})

it('keeps every step as long as there is room', () => {
  const curve = createThinCurve(4)
  for (const at of [1, 2, 3, 4]) curve.add(step(at))
  expect(curve.read().loss).toEqual([1, 2, 3, 4])
})

it('joins neighbours in pairs when there is no room, and loses no step', () => {
  const curve = createThinCurve(4)
  for (let at = 1; at <= 13; at++) curve.add(step(at))
  const { loss, steps, seconds, epoch, learningRate } = curve.read()
  expect(loss).toEqual([2.5, 6.5, 10.5, 13])
  expect(steps).toEqual([4, 4, 4, 1])
  expect(seconds).toEqual(loss)
  expect(learningRate).toEqual([0.25, 0.25, 0.125, 0.125])
  expect(epoch.map((position) => position * 10)).toEqual(loss)
  expect(loss.reduce((sum, mean, at) => sum + mean * steps[at]!, 0)).toBe((13 * 14) / 2)
})

it('stays within its bound, however long the run', () => {
  const curve = createThinCurve()
  for (let at = 1; at <= 100_000; at++) curve.add(step(at))
  const { steps } = curve.read()
  expect(steps.length).toBeLessThanOrEqual(512)
  expect(steps.reduce((sum, each) => sum + each, 0)).toBe(100_000)
})

it('goes on from where the run goes on', () => {
  const curve = createThinCurve(8)
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
