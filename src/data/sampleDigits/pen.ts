/** The pen: how thick each part of a line is, and the grey values that the ink leaves on the pixels. */
import type { Dice } from './dice'
import type { Polyline } from './strokes'

/** A line with the ink's radius at each of its points, in the line's units. */
export interface InkedLine extends Polyline {
  readonly radius: number[]
}

/** The radius follows pressure, which changes slowly and fast along the line, and the angle of a slightly flat nib. */
const SLOW_PRESSURE = 0.12
const FAST_PRESSURE = 0.07
const NIB = 0.15

export function pressPen(line: Polyline, radius: number, dice: Dice): InkedLine {
  const { x, y } = line
  const slow = dice.between(0.08, 0.2)
  const fast = dice.between(0.4, 0.9)
  const slowPhase = dice.between(0, 2 * Math.PI)
  const fastPhase = dice.between(0, 2 * Math.PI)
  const nibAngle = dice.between(0, 2 * Math.PI)
  const radii = x.map((_, i) => {
    const next = Math.min(i + 1, x.length - 1)
    const direction = Math.atan2(y[next]! - y[next - 1]!, x[next]! - x[next - 1]!)
    return (
      radius *
      (1 +
        SLOW_PRESSURE * Math.sin(slow * i + slowPhase) +
        FAST_PRESSURE * Math.sin(fast * i + fastPhase) +
        NIB * Math.cos(2 * direction - nibAngle))
    )
  })
  return { x, y, radius: radii }
}

/**
 * The share of each pixel that ink covers, 0 to 1, on a square image: a distance field of capsules (one between every two
 * neighbouring points), turned into grey over an edge `softness` pixels wide.
 *
 * @param lines in pixels; the centre of the first pixel is at (0, 0)
 * @param coverage `side` x `side` values, overwritten
 */
export function inkPixels(lines: readonly InkedLine[], softness: number, side: number, coverage: Float32Array): void {
  const reach = softness / 2
  coverage.fill(reach)
  for (const { x, y, radius } of lines) {
    for (let i = 0; i + 1 < x.length; i++) {
      nearCapsule(x[i]!, y[i]!, radius[i]!, x[i + 1]!, y[i + 1]!, radius[i + 1]!, reach, side, coverage)
    }
  }
  for (let i = 0; i < coverage.length; i++) {
    const t = Math.min(1, Math.max(0, 0.5 - coverage[i]! / softness))
    coverage[i] = t * t * (3 - 2 * t)
  }
}

/** Lowers the distances around the capsule from a to b to the distance from its edge, negative inside. */
function nearCapsule(
  ax: number,
  ay: number,
  aRadius: number,
  bx: number,
  by: number,
  bRadius: number,
  reach: number,
  side: number,
  distances: Float32Array,
): void {
  const margin = Math.max(aRadius, bRadius) + reach
  const left = Math.max(0, Math.ceil(Math.min(ax, bx) - margin))
  const right = Math.min(side - 1, Math.floor(Math.max(ax, bx) + margin))
  const top = Math.max(0, Math.ceil(Math.min(ay, by) - margin))
  const bottom = Math.min(side - 1, Math.floor(Math.max(ay, by) + margin))
  const alongX = bx - ax
  const alongY = by - ay
  const perLength = 1 / Math.max(1e-9, alongX * alongX + alongY * alongY)
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const fromX = column - ax
      const fromY = row - ay
      const t = Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) * perLength))
      const gapX = fromX - t * alongX
      const gapY = fromY - t * alongY
      const distance = Math.sqrt(gapX * gapX + gapY * gapY) - (aRadius + t * (bRadius - aRadius))
      const at = row * side + column
      if (distance < distances[at]!) distances[at] = distance
    }
  }
}
