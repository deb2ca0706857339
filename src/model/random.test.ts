import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from './random'

const draw = (count: number, ...seeds: readonly number[]): readonly number[] => {
  const random = createRandom(...seeds)
  return Array.from({ length: count }, () => random.next())
}

describe('createRandom', () => {
  it('gives the same stream for the same seeds, and another for others', () => {
    expect(draw(20, 42, 1)).toEqual(draw(20, 42, 1))
    const streams = [[42], [43], [42, 0], [42, 1], [1, 42], [0, 42, 1]].map((seeds) => draw(4, ...seeds).join())
    expect(new Set(streams).size).toBe(streams.length)
  })

  it('gives unrelated streams for neighbouring seeds', () => {
    const firsts = Array.from({ length: 2000 }, (_, seed) => draw(1, seed)[0] ?? 0)
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length
    const lag = firsts.slice(1).reduce((sum, value, index) => sum + (value - 0.5) * ((firsts[index] ?? 0) - 0.5), 0)
    // Four standard deviations: 0.29 / sqrt(2000) of the mean, 1/12 / sqrt(2000) of the covariance.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.026)
    expect(Math.abs(lag / 2000)).toBeLessThan(0.0075)
  })

  it('fills [0, 1) evenly', () => {
    const bins = Array.from({ length: 16 }, () => 0)
    for (const value of draw(32_000, 7)) bins[Math.floor(value * 16)] = (bins[Math.floor(value * 16)] ?? 0) + 1
    const chiSquare = bins.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    // The 99.9 % point for 15 degrees of freedom.
    expect(chiSquare).toBeLessThan(37.7)
  })

  it('draws from the normal distribution', () => {
    const random = createRandom(11)
    const draws = Array.from({ length: 20_000 }, () => random.normal())
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length
    const within = draws.filter((value) => Math.abs(value) < 1.959964).length / draws.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(variance).toBeCloseTo(1, 1)
    expect(within).toBeCloseTo(0.95, 2)
  })

  it('gives whole numbers below the bound', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1_000_000 }), (seed, bound) => {
        const value = createRandom(seed).integer(bound)
        expect(Number.isInteger(value) && value >= 0 && value < bound).toBe(true)
      }),
    )
  })

  it('shuffles in place, loses nothing, and puts every item everywhere', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = createRandom(3).shuffle([...items])
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(items)
    const firsts = Array.from({ length: 3000 }, (_, seed) => createRandom(seed).shuffle([0, 1, 2])[0])
    for (const item of [0, 1, 2]) {
      const count = firsts.filter((first) => first === item).length
      // Four standard deviations of 1,000 expected.
      expect(Math.abs(count - 1000)).toBeLessThan(104)
    }
  })
})
