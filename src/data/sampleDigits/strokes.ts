/**
 * The pen's path: strokes through control points, and the smooth curves that they stand for.
 *
 * A digit is sketched in a box of height 1: x to the right, y down, the box's top at 0. It may be narrower or wider than the box.
 */

/** Where the pen passes. At a corner it changes direction at once; elsewhere the curve is smooth. */
export type ControlPoint = readonly [x: number, y: number, corner?: 'corner' | undefined]

/** One movement of the pen, from touching the paper to leaving it. */
export type Stroke = readonly ControlPoint[]

/** A traced stroke: points close enough together to be joined by straight lines. */
export interface Polyline {
  readonly x: number[]
  readonly y: number[]
}

/**
 * Control points on an ellipse, every 30 degrees or less. Angles are in degrees, 0 to the right and 90 down, so that a falling angle
 * runs against the clock, as a pen mostly does.
 */
export function arc(
  centreX: number,
  centreY: number,
  radiusX: number,
  radiusY: number,
  from: number,
  to: number,
): ControlPoint[] {
  const spans = Math.max(1, Math.ceil(Math.abs(to - from) / 30))
  const points: ControlPoint[] = []
  for (let i = 0; i <= spans; i++) {
    const angle = ((from + ((to - from) * i) / spans) * Math.PI) / 180
    points.push([centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)])
  }
  return points
}

/** The same strokes turned by half a turn inside the box. */
export function turnRound(strokes: readonly Stroke[]): Stroke[] {
  return strokes.map((stroke) => stroke.map(([x, y, corner]) => [1 - x, 1 - y, corner]))
}

/**
 * Follows a stroke in steps of about `step`: between corners, a cubic through the control points with centripetal Catmull-Rom
 * tangents (Yuksel, Schaefer and Keyser, 2011), which neither overshoots nor loops where points lie close together.
 */
export function traceStroke(stroke: Stroke, step: number): Polyline {
  const line: Polyline = { x: [], y: [] }
  for (let i = 0; i + 1 < stroke.length; i++) {
    const start = stroke[i]!
    const end = stroke[i + 1]!
    // Past a corner or an end the curve has no neighbour: the mirrored one lets it leave straight.
    const before = i === 0 || start[2] ? mirror(end, start) : stroke[i - 1]!
    const after = i + 2 === stroke.length || end[2] ? mirror(start, end) : stroke[i + 2]!
    traceSpan(before, start, end, after, step, line)
  }
  const last = stroke[stroke.length - 1]!
  line.x.push(last[0])
  line.y.push(last[1])
  return line
}

function mirror(point: ControlPoint, centre: ControlPoint): ControlPoint {
  return [2 * centre[0] - point[0], 2 * centre[1] - point[1]]
}

/** Adds the curve from `b` up to, but without, `c`; `a` and `d` are the points around. */
function traceSpan(
  a: ControlPoint,
  b: ControlPoint,
  c: ControlPoint,
  d: ControlPoint,
  step: number,
  line: Polyline,
): void {
  const ab = knotSpacing(a, b)
  const bc = knotSpacing(b, c)
  const cd = knotSpacing(c, d)
  const leaveX = tangent(a[0], b[0], c[0], ab, bc) * bc
  const leaveY = tangent(a[1], b[1], c[1], ab, bc) * bc
  const reachX = tangent(b[0], c[0], d[0], bc, cd) * bc
  const reachY = tangent(b[1], c[1], d[1], bc, cd) * bc
  const steps = Math.ceil((bc * bc) / step)
  for (let i = 0; i < steps; i++) {
    const t = i / steps
    const u = 1 - t
    const fromB = u * u * (1 + 2 * t)
    const fromC = t * t * (3 - 2 * t)
    line.x.push(fromB * b[0] + fromC * c[0] + t * u * (u * leaveX - t * reachX))
    line.y.push(fromB * b[1] + fromC * c[1] + t * u * (u * leaveY - t * reachY))
  }
}

/** The centripetal parametrisation: the square root of the distance. Points that coincide are kept a hair apart. */
function knotSpacing(p: ControlPoint, q: ControlPoint): number {
  return Math.sqrt(Math.max(1e-6, Math.hypot(q[0] - p[0], q[1] - p[1])))
}

/** The derivative at `b` of the parabola through a, b and c. */
function tangent(a: number, b: number, c: number, ab: number, bc: number): number {
  return (b - a) / ab - (c - a) / (ab + bc) + (c - b) / bc
}
