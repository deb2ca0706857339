/** What the page says of a look inside a model. */
import { expect, it } from 'vitest'
import { paintHeat, shadeOf } from './shades'
import { describeChannel, describeOcclusion, digitsFor, formatFixed, formatValue, namePart } from './words'

it('writes values with three digits that count', () => {
  expect([3.1215, -0.0027123, 12345.6, 0, 1e-7, NaN, -Infinity].map(formatValue)).toEqual([
    '3.12',
    '−0.00271',
    '12,346',
    '0',
    '1.00e−7',
    'no number',
    '−∞',
  ])
})

it('gives all numbers of a reckoning as many digits, and none a minus before 0', () => {
  expect(digitsFor([0.5, -3.2])).toBe(3)
  expect(digitsFor([0.012, 0.0003])).toBe(5)
  expect(digitsFor([4000])).toBe(2)
  expect(digitsFor([0])).toBe(2)
  expect(formatFixed(-0.00004, 3)).toBe('0.000')
  expect(formatFixed(-1.5, 3)).toBe('−1.500')
})

it('says a channel in one line', () => {
  const facts = { least: 0, most: 3.1, mean: 1, zeros: 0.61 }
  expect(describeChannel('conv2d', [26, 26, 32], 5, facts)).toBe(
    'conv2d, channel 5 of 32: 26 × 26 values from 0 to 3.1, 61\u202f% of them 0',
  )
  expect(describeChannel('dense', [10], 0, { ...facts, zeros: 0 })).toBe('dense: 10 values from 0 to 3.1')
})

it('says which part of the image the probability hangs on', () => {
  const occlusion = { rows: 2, columns: 2, patch: 14, stride: 14, whole: 0.98 }
  const size = { width: 28, height: 28 }
  const say = (...probabilities: number[]): string =>
    describeOcclusion({ ...occlusion, probabilities: Float32Array.from(probabilities) }, '7', size)
  expect(say(0.12, 0.98, 0.98, 0.98)).toBe(
    'Without the part at the upper left the probability of 7 falls from 98.0\u202f% to 12.0\u202f%.',
  )
  expect(say(0.98, 0.98, 0.9803, 0.98)).toBe('Whichever part is covered, the probability of 7 stays at 98.0\u202f%.')
  expect(say(0.98, 0.98, 0.97, 0.999)).toBe(
    'Without the part at the lower left the probability of 7 falls from 98.0\u202f% to 97.0\u202f%. Without the part at the lower right the probability of 7 rises from 98.0\u202f% to 99.9\u202f%.',
  )
  expect(namePart(0.5, 0.5)).toBe('middle')
})

it('shades brighter what is farther from 0, warm above it and cold below', () => {
  const brightness = (share: number): number => shadeOf(share).reduce((sum, channel) => sum + channel, 0)
  for (const sign of [1, -1])
    for (let tenths = 1; tenths <= 10; tenths++)
      expect(brightness((sign * tenths) / 10)).toBeGreaterThan(brightness((sign * (tenths - 1)) / 10))
  expect(shadeOf(0.5)[0]).toBeGreaterThan(shadeOf(0.5)[2])
  expect(shadeOf(-0.5)[2]).toBeGreaterThan(shadeOf(-0.5)[0])
  expect(paintHeat([0])[3]).toBe(0)
})
