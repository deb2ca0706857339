import { expect, it } from 'vitest'
import type { ReadableRun } from '../../../runs/record'
import { NO_MARKS } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import { changesRate, pointsOf, readAt, scaleOf, toRows, valueKey } from './series'

const { summary, details } = someRun(3, { recipe: { epochs: 2, batchSize: 510 } })
const run: ReadableRun = { number: 3, marks: NO_MARKS, state: 'finished', summary }
const drawn = { run, details }

it('goes by epoch, by step or by time', () => {
  expect(pointsOf(drawn, 'loss', 'validation', 'epoch').map(({ x }) => x)).toEqual([1, 2])
  // 10,200 images, 510 a step.
  expect(pointsOf(drawn, 'loss', 'validation', 'step').map(({ x }) => x)).toEqual([20, 40])
  expect(pointsOf(drawn, 'loss', 'validation', 'time').map(({ x }) => x)).toEqual([2.5, 5])
  expect(pointsOf(drawn, 'accuracy', 'training', 'epoch')).toHaveLength(40)
})

it('has one learning rate for all images, drawn where it changes', () => {
  expect(pointsOf(drawn, 'learningRate', 'validation', 'epoch')).toHaveLength(40)
  expect(changesRate(drawn)).toBe(false)
  const learningRate = details.curve.learningRate.map((rate, at) => (at < 20 ? rate : rate / 2))
  expect(changesRate({ details: { ...details, curve: { ...details.curve, learningRate } } })).toBe(true)
})

it('puts runs of other lengths into one list of positions, with the raw value behind the smooth one', () => {
  const one = { number: 1, points: [{ x: 1, value: 4 }, { x: 2, value: 2 }] } // prettier-ignore
  const other = { number: 2, points: [{ x: 2, value: 1 }] }
  expect(toRows([one, other], 0)).toEqual([
    { x: 1, 'run 1': 4 },
    { x: 2, 'run 1': 2, 'run 2': 1 },
  ])
  expect(toRows([one], 0.5)[1]).toEqual({ x: 2, 'run 1': 4 / 1.5, 'raw 1': 2 })
  expect(readAt(toRows([one, other], 0), valueKey(1), 1.2)).toBe(4)
  expect(readAt(toRows([one, other], 0), valueKey(1), 2.1)).toBeUndefined()
})

it('has round ends of its scale, and powers of ten on a logarithmic one', () => {
  expect(scaleOf([0.3, 2.2], false)).toEqual({ domain: [0, 3], ticks: [0, 1, 2, 3] })
  expect(scaleOf([0.03, 2.2], true)).toEqual({ domain: [0.01, 10], ticks: [0.01, 0.1, 1, 10] })
  expect(scaleOf([], false).domain).toEqual([0, 1])
})
