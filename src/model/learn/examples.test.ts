import { describe, expect, it } from 'vitest'
import { BRIGHTEST, drawExample, drawKernel } from './examples'

const sizes = [
  [1, 1],
  [5, 5],
  [28, 28],
  [96, 40],
] as const

describe('the example image', () => {
  it.each(sizes)('of %d × %d pixels has whole values from 0 to the brightest', (rows, columns) => {
    const { values } = drawExample([rows, columns])
    expect(values.length).toBe(rows * columns)
    for (const value of Array.from(values)) {
      expect(Number.isInteger(value)).toBe(true)
      expect(value).toBeLessThanOrEqual(BRIGHTEST)
    }
  })

  it('has a bright figure on a dark ground', () => {
    const values = Array.from(drawExample([28, 28]).values)
    expect(values.filter((value) => value === BRIGHTEST).length).toBeGreaterThan(40)
    expect(values.filter((value) => value <= 3).length).toBeGreaterThan(400)
  })
})

describe('the example kernels', () => {
  it('find an edge between left and right, or between up and down where there is one column', () => {
    expect(drawKernel('edges', [2, 3]).values).toEqual([-1, 0, 1, -1, 0, 1])
    expect(drawKernel('edges', [1, 2]).values).toEqual([-1, 1])
    expect(drawKernel('edges', [2, 1]).values).toEqual([-1, 1])
    expect(drawKernel('edges', [1, 1]).values).toEqual([1])
  })

  it('spread a pixel over its neighbours', () => {
    expect(drawKernel('smooth', [3, 3]).values).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1])
  })
})
