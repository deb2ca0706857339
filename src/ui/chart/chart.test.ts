import { describe, expect, it } from 'vitest'
import { bandPath, linePath } from './paths'
import { nearestTo, niceStep, scaleOf, ticksTo, valueAt } from './scale'

const same = (value: number): number => value

describe('a line', () => {
  it('goes from value to value', () => {
    expect(linePath([0, 1, 2], [5, 4, 3.26], same, same)).toBe('M0 5L1 4L2 3.3')
    expect(linePath([], [], same, same)).toBe('')
  })

  it('has a gap where a value is no finite number, and a dot where one stands alone', () => {
    expect(linePath([0, 1, 2, 3, 4], [5, NaN, 3, Infinity, 1], same, same)).toBe('M0 5h0M2 3h0M4 1h0')
    expect(linePath([0, 1, 2, 3], [5, 4, NaN, 3], same, same)).toBe('M0 5L1 4M3 3h0')
  })

  it('needs but the ends of a stretch at one height', () => {
    expect(linePath([0, 1, 2, 3, 4, 5], [5, 5, 5.01, 5, 4, 4], same, same)).toBe('M0 5L3 5L4 4L5 4')
    expect(linePath([0, 1, 2, 3, 4], [5, 5, NaN, 5, 5], same, same)).toBe('M0 5L1 5M3 5L4 5')
  })

  it('stays within what a browser draws', () => {
    expect(linePath([0], [1e34], same, same)).toBe('M0 100000h0')
  })
})

it('draws a band forth along its top and back along its bottom, in parts where there are gaps', () => {
  expect(bandPath([0, 1, 2, 3], [1, 2, NaN, 0], [3, 4, NaN, 1], same, same)).toBe('M0 3L1 4L1 2L0 1ZM3 1L3 0Z')
})

describe('a scale', () => {
  it('is linear, or by powers of ten, on which 0 stands at the end', () => {
    const linear = scaleOf({ from: 0, to: 10 }, 100, 0)
    expect([0, 5, 10].map(linear)).toEqual([100, 50, 0])
    const powers = scaleOf({ from: 0.01, to: 100, isLog: true }, 0, 4)
    expect([0.01, 0.1, 1, 100, 0, -3].map((value) => Number(powers(value).toFixed(9)))).toEqual([0, 1, 2, 4, 0, 0])
  })

  it('is read at a share of it', () => {
    expect([-1, 0, 0.25, 1, 2].map((share) => valueAt({ from: 2, to: 10 }, share))).toEqual([2, 2, 4, 10, 10])
    expect(valueAt({ from: 0.01, to: 100, isLog: true }, 0.5)).toBeCloseTo(1, 9)
  })

  it('has round ticks', () => {
    expect(niceStep(0.3)).toBe(0.5)
    expect(niceStep(21)).toBe(25)
    expect(ticksTo(1, 0.25)).toEqual([0, 0.25, 0.5, 0.75, 1])
  })
})

it('finds the nearest of rising values, the first of two that are equally near', () => {
  const values = [1, 2, 4, 8]
  expect([-9, 1.4, 1.5, 3, 3.1, 5.9, 6.1, 99].map((wanted) => values[nearestTo(values, wanted)])).toEqual([
    1, 1, 1, 2, 4, 4, 8, 8,
  ])
  expect(nearestTo([], 3)).toBe(-1)
})

it('writes places to a tenth of a pixel, whatever their size and sign', () => {
  const same = (value: number): number => value
  const places = [-12.04, -0.3, -0.04, 0, 0.05, 7, 12.34, 99.95, 1e9]
  const written = linePath(places, places, same, same)
  const rounded = places.map((place) => String(Math.round(Math.min(1e5, place) * 10) / 10))
  expect(written).toBe(`M${rounded.map((place) => `${place} ${place}`).join('L')}`)
})
