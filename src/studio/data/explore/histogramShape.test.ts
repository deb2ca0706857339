import { describe, expect, it } from 'vitest'
import { drawBars, listTicks, nameChannels, readValue, scaleBars } from './histogramShape'

describe('a histogram', () => {
  it('scales its highest bar to 1, in every scale, and no image to nothing', () => {
    expect(scaleBars([[0, 50, 100]], 'linear')).toEqual([[0, 0.5, 1]])
    const [log = []] = scaleBars([[0, 9, 99]], 'log')
    expect(log).toEqual([0, expect.closeTo(0.5), 1])
    expect(scaleBars([[0, 0]], 'log')).toEqual([[0, 0]])
  })

  it('compares channels with one another', () => {
    expect(scaleBars([[10], [5]], 'linear')).toEqual([[1], [0.5]])
  })

  it('has lines at round counts', () => {
    const log = listTicks([[42_000_000, 3]], 'log')
    expect(log.map(({ count }) => count)).toEqual([1e7, 1e5, 1000, 10])
    expect(log[0]?.height).toBeCloseTo(0.918, 2)
    expect(listTicks([[42_000_000]], 'linear').map(({ count }) => count)).toEqual([4e7, 2e7])
    expect(listTicks([[0]], 'log')).toEqual([{ count: 1, height: 1 }])
  })

  it('draws one step a value', () => {
    expect(drawBars([0, 0.25, 1])).toBe('M0 1V1.0000h1V0.7500h1V0.0000h1V1Z')
  })

  it('says a value in words', () => {
    expect(readValue([[1, 3]], 1)).toBe('Value 1: 3 pixels, 75.00 %')
    expect(readValue([[1200], [0], [7]], 0)).toBe('Value 0: 1,200 red, 0 green, 7 blue')
    expect(nameChannels(3)).toEqual(['Red', 'Green', 'Blue'])
  })
})
