/** The hand that writes: it moves a sketch's control points, bends and shakes the strokes, and slants, turns and stretches the whole. */
import type { Dice } from './dice'
import { traceStroke, type ControlPoint, type Polyline, type Stroke } from './strokes'

/** Spread of each kind of deviation: lengths in heights of the box, angles in radians, factors as deviations of the logarithm. */
const SLOPPINESS = 0.4
const JITTER = 0.03
const WARP = 0.02
const WOBBLE = 0.015
const STROKE_END = 0.06
const PROPORTION = 0.14
const ASPECT = 0.2
const SLANT_MEAN = 0.14
const SLANT = 0.34
const TURN = (8 * Math.PI) / 180

/** The distance between traced points. At the size of an image it is a little over a pixel. */
const TRACE_STEP = 0.06

/** How a digit is written unlike the others: factors on the spread of slant and turn, and on jitter and wobble; 1 where left out. */
export interface Manner {
  readonly slant?: number
  readonly turn?: number
  readonly shake?: number
}

/** Writes the sketched strokes as one hand would on one occasion. */
export function writeStrokes(strokes: readonly Stroke[], manner: Manner, dice: Dice): Polyline[] {
  const sloppiness = dice.factor(SLOPPINESS)
  const shake = sloppiness * (manner.shake ?? 1)
  const proportionX = dice.factor(PROPORTION)
  const proportionY = dice.factor(PROPORTION)
  const warp = createWarp(WARP * sloppiness, dice)
  const place = createSlant(manner, dice)
  return strokes.map((stroke) => {
    const moved = moveEnds(jitter(stroke, JITTER * shake, dice), dice).map(([x, y, corner]): ControlPoint => {
      const [warpedX, warpedY] = warp(proportion(x, proportionX), proportion(y, proportionY))
      return [warpedX, warpedY, corner]
    })
    const line = traceStroke(moved, TRACE_STEP)
    wobble(line, WOBBLE * shake, dice)
    place(line)
    return line
  })
}

/** Moves every control point by chance; less where they lie close together, which keeps tight curves smooth. */
function jitter(stroke: Stroke, deviation: number, dice: Dice): ControlPoint[] {
  return stroke.map(([x, y, corner], i) => {
    const spacing = Math.min(distance(stroke[i], stroke[i - 1]), distance(stroke[i], stroke[i + 1]))
    const reach = deviation * Math.min(1, (spacing / 0.4) ** 2)
    return [x + dice.normal(reach), y + dice.normal(reach), corner]
  })
}

function distance(p: ControlPoint | undefined, q: ControlPoint | undefined): number {
  return p && q ? Math.hypot(q[0] - p[0], q[1] - p[1]) : Infinity
}

/** Lengthens or shortens the stroke at both ends. */
function moveEnds(stroke: readonly ControlPoint[], dice: Dice): ControlPoint[] {
  const moved = [...stroke]
  const last = stroke.length - 1
  for (const [end, neighbour] of [
    [0, 1],
    [last, last - 1],
  ] as const) {
    const p = stroke[end]
    const q = stroke[neighbour]
    const length = distance(p, q)
    if (!p || !q || length === 0) continue
    const share = dice.between(-STROKE_END, STROKE_END) / length
    moved[end] = [p[0] + (p[0] - q[0]) * share, p[1] + (p[1] - q[1]) * share, p[2]]
  }
  return moved
}

/** Shifts weight between the two halves of the box; 0 and 1 stay in place. */
function proportion(coordinate: number, exponent: number): number {
  return coordinate > 0 ? coordinate ** exponent : coordinate
}

/** A slow wave over the paper, along and across. */
function createWarp(amplitude: number, dice: Dice): (x: number, y: number) => readonly [x: number, y: number] {
  const wave = () => {
    const cyclesX = dice.between(0.5, 1.6) * (dice.chance(0.5) ? 1 : -1)
    const cyclesY = dice.between(0.5, 1.6)
    const phase = dice.between(0, 1)
    return (x: number, y: number) =>
      amplitude * Math.SQRT2 * Math.sin(2 * Math.PI * (cyclesX * x + cyclesY * y + phase))
  }
  const waveX = wave()
  const waveY = wave()
  return (x, y) => [x + waveX(x, y), y + waveY(x, y)]
}

/** The shaking of the hand: waves along the stroke. */
function wobble(line: Polyline, amplitude: number, dice: Dice): void {
  const cycles = dice.between(0.8, 2.2) * 2 * Math.PI * TRACE_STEP
  const phaseX = dice.between(0, 2 * Math.PI)
  const phaseY = dice.between(0, 2 * Math.PI)
  for (let i = 0; i < line.x.length; i++) {
    line.x[i]! += amplitude * Math.sin(cycles * i + phaseX)
    line.y[i]! += amplitude * Math.sin(cycles * i + phaseY)
  }
}

/** Stretches, slants and turns lines in place. */
function createSlant(manner: Manner, dice: Dice): (line: Polyline) => void {
  const aspect = dice.factor(ASPECT)
  const slant = SLANT_MEAN + dice.normal(SLANT) * (manner.slant ?? 1)
  const turn = dice.normal(TURN) * (manner.turn ?? 1)
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  return ({ x, y }) => {
    for (let i = 0; i < x.length; i++) {
      const slanted = x[i]! * aspect - y[i]! * slant
      x[i] = cos * slanted - sin * y[i]!
      y[i] = sin * slanted + cos * y[i]!
    }
  }
}
