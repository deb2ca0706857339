/** The pen: how hard it presses along a line, and the grey values that the ink leaves on the pixels. */
import type { Dice } from './dice'
import type { Polyline } from './strokes'

/** A line with the pen's pressure at each of its points: the factor, around 1, on the pen's radius. */
export interface InkedLine extends Polyline {
  readonly pressure: number[]
}

/** Pressure changes slowly and fast along the line, and with the angle of a slightly flat nib. */
const SLOW = 0.12
const FAST = 0.07
const NIB = 0.15

export function pressPen({ x, y }: Polyline, dice: Dice): InkedLine {
  const slow = dice.between(0.08, 0.2)
  const fast = dice.between(0.4, 0.9)
  const slowPhase = dice.between(0, 2 * Math.PI)
  const fastPhase = dice.between(0, 2 * Math.PI)
  const nibAngle = dice.between(0, 2 * Math.PI)
  const pressure = x.map((_, i) => {
    const next = Math.max(1, i)
    const direction = Math.atan2(y[next]! - y[next - 1]!, x[next]! - x[next - 1]!)
    const along = SLOW * Math.sin(slow * i + slowPhase) + FAST * Math.sin(fast * i + fastPhase)
    return 1 + along + NIB * Math.cos(2 * direction - nibAngle)
  })
  return { x, y, pressure }
}

/**
 * The share of each pixel that ink covers, 0 to 1, on a square image: a distance field of capsules (one between every two
 * neighbouring points), turned into grey over an edge `softness` pixels wide.
 *
 * @param lines in pixels; the centre of the first pixel is at (0, 0)
 * @param radius the pen's, in pixels
 * @param coverage `side` x `side` values, overwritten
 */
export function inkPixels(
  lines: readonly InkedLine[],
  radius: number,
  softness: number,
  side: number,
  coverage: Float32Array,
): void {
  const reach = softness / 2
  coverage.fill(reach)
  for (const { x, y, pressure } of lines) {
    for (let i = 0; i + 1 < x.length; i++) {
      const aRadius = radius * pressure[i]!
      const bRadius = radius * pressure[i + 1]!
      nearCapsule(x[i]!, y[i]!, aRadius, x[i + 1]!, y[i + 1]!, bRadius, reach, side, coverage)
    }
  }
  for (let i = 0; i < coverage.length; i++) {
    const t = Math.min(1, 0.5 - coverage[i]! / softness)
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
