import { describe, expect, it } from 'vitest'
import { scaleOf } from '../../../ui/chart/scale'
import { drawBars, nameChannels, readValue, scaleCounts } from './histogramShape'

describe('a histogram', () => {
  it('has one axis for all channels, with lines at round counts', () => {
    const log = scaleCounts([[42_000_000, 3], [5]], 'log')
    expect(log.ticks).toEqual([10, 1000, 1e5, 1e7])
    expect([log.from, log.to]).toEqual([0.5, 42_000_000])
    expect(scaleCounts([[42_000_000]], 'linear').ticks).toEqual([0, 2e7, 4e7])
    expect(scaleCounts([[0]], 'log').ticks).toEqual([1])
  })

  it('draws one step a value: the highest to the top, one pixel above the ground, none on it', () => {
    const axis = scaleCounts([[0, 1, 8]], 'log')
    const path = drawBars([0, 1, 8], (value) => 10 * value, scaleOf(axis, 110, 10))
    expect(path).toBe('M0.00 110.00V110.00H10.00V85.00H20.00V10.00H30.00V110.00Z')
  })

  it('says a value in words', () => {
    expect(readValue([[1, 3]], 1)).toBe('Value 1: 3 pixels, 75.00\u202f%')
    expect(readValue([[1200], [0], [7]], 0)).toBe('Value 0: 1,200 red, 0 green, 7 blue')
    expect(nameChannels(3)).toEqual(['Red', 'Green', 'Blue'])
  })
})
