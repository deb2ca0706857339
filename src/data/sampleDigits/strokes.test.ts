import { describe, expect, it } from 'vitest'
import { arc, traceStroke, type Stroke } from './strokes'

/** The smallest distance between a point and the traced points. */
function distanceTo(line: { x: number[]; y: number[] }, [x, y]: readonly [number, number, ...unknown[]]): number {
  return Math.min(...line.x.map((lineX, i) => Math.hypot(lineX - x, line.y[i]! - y)))
}

describe('traceStroke', () => {
  it('passes through every control point in small steps', () => {
    const stroke: Stroke = [
      [0, 0],
      [0.5, 0.1],
      [0.8, 0.5, 'corner'],
      [0.2, 0.6],
      [0, 1],
    ]
    const line = traceStroke(stroke, 0.05)
    for (const point of stroke) expect(distanceTo(line, point)).toBeLessThan(1e-9)
    for (let i = 1; i < line.x.length; i++) {
      expect(Math.hypot(line.x[i]! - line.x[i - 1]!, line.y[i]! - line.y[i - 1]!)).toBeLessThan(0.08)
    }
  })

  it('keeps a straight line straight, also between corners', () => {
    const line = traceStroke(
      [
        [0, 0],
        [0.4, 0.4, 'corner'],
        [1, 1],
      ],
      0.05,
    )
    line.x.forEach((x, i) => expect(line.y[i]).toBeCloseTo(x))
  })

  it('turns round inside a curve and at once at a corner', () => {
    const sharpest = (line: { x: number[]; y: number[] }) => {
      let largest = 0
      for (let i = 1; i + 1 < line.x.length; i++) {
        const before = Math.atan2(line.y[i]! - line.y[i - 1]!, line.x[i]! - line.x[i - 1]!)
        const after = Math.atan2(line.y[i + 1]! - line.y[i]!, line.x[i + 1]! - line.x[i]!)
        largest = Math.max(largest, Math.abs(Math.atan2(Math.sin(after - before), Math.cos(after - before))))
      }
      return largest
    }
    expect(
      sharpest(
        traceStroke(
          [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
          0.02,
        ),
      ),
    ).toBeLessThan(0.35)
    expect(
      sharpest(
        traceStroke(
          [
            [0, 0],
            [1, 0, 'corner'],
            [1, 1],
          ],
          0.02,
        ),
      ),
    ).toBeCloseTo(Math.PI / 2)
  })

  it('follows an ellipse closely', () => {
    const line = traceStroke(arc(0.5, 0.5, 0.3, 0.5, -90, -450), 0.05)
    line.x.forEach((x, i) => {
      expect(Math.hypot((x - 0.5) / 0.3, (line.y[i]! - 0.5) / 0.5)).toBeGreaterThan(0.97)
      expect(Math.hypot((x - 0.5) / 0.3, (line.y[i]! - 0.5) / 0.5)).toBeLessThan(1.03)
    })
  })
})
