import { describe, expect, it } from 'vitest'
import type { ReadableRun } from '../../../runs/record'
import { NO_MARKS } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import {
  changesRate,
  findAt,
  findCovering,
  inDrawingOrder,
  scaleOf,
  scaleSeries,
  scaleShares,
  seriesOf,
  smoothed,
  valueAt,
  WHOLE_SHARES,
} from './series'

const { summary, details } = someRun(3, { recipe: { epochs: 2, batchSize: 510 } })
const run: ReadableRun = { number: 3, marks: NO_MARKS, state: 'finished', summary }
const drawn = { run, details }

it('goes by epoch, by step or by time', () => {
  expect(seriesOf(drawn, 'loss', 'validation', 'epoch', 3).xs).toEqual([1, 2])
  // 10,200 images, 510 a step.
  expect(seriesOf(drawn, 'loss', 'validation', 'step', 3).xs).toEqual([20, 40])
  expect(seriesOf(drawn, 'loss', 'validation', 'time', 3).xs).toEqual([2.5, 5])
  expect(seriesOf(drawn, 'accuracy', 'training', 'epoch', 3).ys).toHaveLength(40)
})

it('has one learning rate and one speed, whatever images are asked for, and hits of validation alone', () => {
  expect(seriesOf(drawn, 'learningRate', 'validation', 'epoch', 3).xs).toHaveLength(40)
  expect(seriesOf(drawn, 'imagesPerSecond', 'validation', 'epoch', 3).xs).toHaveLength(40)
  expect(changesRate(drawn)).toBe(false)
  const learningRate = details.curve.learningRate.map((rate, at) => (at < 20 ? rate : rate! / 2))
  expect(changesRate({ details: { ...details, curve: { ...details.curve, learningRate } } })).toBe(true)
  const [two, five] = [2, 5].map((k) => seriesOf(drawn, 'hits', 'training', 'epoch', k).ys)
  expect(two).toHaveLength(2)
  expect(two!.every((hits, at) => hits > valueAt(details.epochs[at]!, 'accuracy', 'validation', 1)! - 0.1)).toBe(true)
  expect(two!.every((hits, at) => hits <= five![at]!)).toBe(true)
})

it('draws a record without ranks, speeds and ranges as far as it goes', () => {
  const { ranges: _, imagesPerSecond: __, lost: ___, ...curve } = details.curve
  const epochs = details.epochs.map((epoch) => {
    const { ranks: _, ...rest } = epoch
    return rest
  })
  const old = { run, details: { ...details, curve, epochs } }
  expect(seriesOf(old, 'loss', 'training', 'epoch', 3)).toEqual({ xs: curve.epoch, ys: curve.loss })
  expect(seriesOf(old, 'hits', 'validation', 'epoch', 3)).toEqual({ xs: [], ys: [] })
  expect(seriesOf(old, 'imagesPerSecond', 'training', 'epoch', 3)).toEqual({ xs: [], ys: [] })
})

it('has gaps where there is no finite number, and smooths over none of them', () => {
  const loss = details.curve.loss.map((value, at) => (at === 1 ? null : value))
  const series = seriesOf(
    { run, details: { ...details, curve: { ...details.curve, loss } } },
    'loss',
    'training',
    'epoch',
    3,
  )
  expect(series.ys[1]).toBeNaN()
  expect(smoothed(series, 0)).toBe(series)
  const { ys } = smoothed({ xs: [1, 2, 3], ys: [4, NaN, 2] }, 0.5)
  expect(ys).toEqual([4, NaN, 4 / 1.5])
})

it('reads a series at the nearest place, and not behind its end', () => {
  const series = { xs: [1, 2, 4], ys: [9, 8, 7] }
  expect([0, 1.4, 3.5, 4, 4.1].map((x) => findAt(series, x))).toEqual([0, 0, 2, 2, undefined])
  expect(findAt({ xs: [], ys: [] }, 1)).toBeUndefined()
})

describe('the scale', () => {
  it('has round ends, and powers of ten on a logarithmic one', () => {
    expect(scaleOf([0.3, 2.2], false)).toEqual({ domain: [0, 3], ticks: [0, 1, 2, 3] })
    expect(scaleOf([0.03, 2.2], true)).toEqual({ domain: [0.01, 10], ticks: [0.01, 0.1, 1, 10] })
    expect(scaleOf([], false).domain).toEqual([0, 1])
    expect(scaleOf([NaN, Infinity, 2.2], false).domain).toEqual([0, 3])
  })

  it('shows what points stand for, and lets a lone spike leave through the top', () => {
    const xs = Array.from({ length: 200 }, (_, at) => at)
    const series = { xs, ys: xs.map(() => 0.5), highs: xs.map((at) => (at === 50 ? 900 : 1.9)) }
    expect(scaleSeries([series], false).domain).toEqual([0, 2])
  })
})

describe('the scale of shares', () => {
  const long = { xs: [0.5, 1, 2, 3], ys: [0.2, 0.943, 0.981, 0.9905] }

  it('begins at a round number below the lowest value after the first epoch, and ends above the highest', () => {
    expect(scaleShares([long])).toEqual({ domain: [0.94, 1], ticks: [0.94, 0.96, 0.98, 1] })
    expect(scaleShares([{ xs: [1, 2], ys: [0.62, 0.71] }]).domain).toEqual([0.6, 0.725])
    expect(scaleShares([{ xs: [1], ys: [0.9] }, long]).domain).toEqual([0.9, 1])
  })

  it('tells runs apart that differ by single images, and has a height where all are alike', () => {
    expect(scaleShares([{ xs: [1, 2], ys: [0.9912, 0.9918] }])).toEqual({
      domain: [0.991, 0.992],
      ticks: [0.991, 0.9915, 0.992],
    })
    expect(scaleShares([{ xs: [1], ys: [1] }])).toEqual({ domain: [0.999, 1], ticks: [0.999, 0.9995, 1] })
    expect(scaleShares([{ xs: [1], ys: [0] }])).toEqual({ domain: [0, 0.001], ticks: [0, 0.0005, 0.001] })
  })

  it('is whole while there is nothing after the first epoch', () => {
    expect(scaleShares([{ xs: [0.5], ys: [0.3] }])).toBe(WHOLE_SHARES)
    expect(scaleShares([{ xs: [1, 2], ys: [NaN, NaN] }])).toBe(WHOLE_SHARES)
  })
})

it('draws a short run above the long one that it lies on, and tells that it does', () => {
  const short = { xs: [1, 2], ys: [0.9, 0.95] }
  const long = { xs: [1, 2, 3], ys: [0.9, 0.95, 0.97] }
  const thinned = { xs: [1.5, 3], ys: [0.925, 0.97] }
  const other = { xs: [1, 2], ys: [0.5, 0.6] }
  const ordered = inDrawingOrder([short, long, other].map((series) => ({ series }))).map(({ series }) => series)
  expect(ordered).toEqual([long, short, other])
  const place = (value: number): number => value
  expect(findCovering(ordered, place)).toEqual(new Set([short]))
  expect(findCovering([long, { ...long }], place).size).toBe(1)
  expect(findCovering([long, thinned], place)).toEqual(new Set([thinned]))
  expect(findCovering([long, { xs: [], ys: [] }, { xs: [1], ys: [NaN] }], place).size).toBe(0)
})
