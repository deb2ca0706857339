import { describe, expect, it } from 'vitest'
import { inkPixels } from './pen'

const SIDE = 28

function ink(ax: number, ay: number, bx: number, by: number, radius: number) {
  const coverage = new Float32Array(SIDE * SIDE)
  inkPixels([{ x: [ax, bx], y: [ay, by], pressure: [1, 1] }], radius, 1, SIDE, coverage)
  return coverage
}

describe('inkPixels', () => {
  it('covers a line from full in its middle to nothing beyond its edge', () => {
    const coverage = ink(8, 14, 20, 14, 1.5)
    const at = (x: number, y: number) => coverage[y * SIDE + x]
    expect(at(14, 14)).toBe(1)
    expect(at(14, 13)).toBe(1)
    expect(at(14, 12)).toBe(0)
    expect(at(6, 14)).toBe(0)
    expect(at(7, 14)).toBe(1)
  })

  it('covers about the area of a line with round ends, at any angle', () => {
    for (const angle of [0, 0.3, 0.8, 1.2, 2]) {
      const [x, y] = [6 * Math.cos(angle), 6 * Math.sin(angle)]
      const area = ink(14 - x, 14 - y, 14 + x, 14 + y, 1.5).reduce((sum, value) => sum + value)
      expect(area).toBeGreaterThan(0.95 * (36 + Math.PI * 1.5 ** 2))
      expect(area).toBeLessThan(1.05 * (36 + Math.PI * 1.5 ** 2))
    }
  })

  it('leaves the part outside the image out', () => {
    const coverage = ink(-10, 14, 5, 14, 1.5)
    expect(coverage[14 * SIDE]).toBe(1)
    expect(coverage[13 * SIDE + 27]).toBe(0)
  })
})
