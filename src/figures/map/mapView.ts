/** Where the points of a map stand on the screen, and how to find them there. */

/** Points around 0: the wider side of what they fill goes from -1 to 1. */
export interface FittedPoints {
  readonly count: number
  /** `count` x 2. Up is larger. */
  readonly places: Float32Array<ArrayBuffer>
  /** Half of what they fill, sideways and upwards. */
  readonly half: readonly [number, number]
}

export interface MapView {
  /** 1 shows the whole map. */
  readonly zoom: number
  /** The place in the middle. */
  readonly x: number
  readonly y: number
}

export interface MapSize {
  readonly width: number
  readonly height: number
}

export interface MapRectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const WHOLE_MAP: MapView = { zoom: 1, x: 0, y: 0 }
const MOST_ZOOM = 64
/** Pixels around the whole map. */
const MARGIN = 16

/** @param points images x 2. */
export function fitPoints(points: Float32Array): FittedPoints {
  const count = points.length / 2
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ] as const satisfies readonly [number[], number[]]
  for (let at = 0; at < points.length; at++) {
    low[at % 2] = Math.min(low[at % 2]!, points[at]!)
    high[at % 2] = Math.max(high[at % 2]!, points[at]!)
  }
  const widest = Math.max(high[0] - low[0], high[1] - low[1]) / 2 || 1
  const places = points.map((value, at) => (value - (low[at % 2]! + high[at % 2]!) / 2) / widest)
  return { count, places, half: [(high[0] - low[0]) / 2 / widest, (high[1] - low[1]) / 2 / widest] }
}

/** Pixels of the screen a unit of the map. */
function scaleOf({ half: [sideways, upwards] }: FittedPoints, view: MapView, { width, height }: MapSize): number {
  const whole = Math.min((width / 2 - MARGIN) / (sideways || 1), (height / 2 - MARGIN) / (upwards || 1))
  return Math.max(1, whole) * view.zoom
}

/** Where the points stand, in pixels: `count` x 2. */
export function onScreen(points: FittedPoints, view: MapView, size: MapSize): Float32Array<ArrayBuffer> {
  const scale = scaleOf(points, view, size)
  return points.places.map((place, at) =>
    at % 2 === 0 ? size.width / 2 + (place - view.x) * scale : size.height / 2 - (place - view.y) * scale,
  )
}

/** So that what is at that place of the screen stays there. */
export function zoomAt(points: FittedPoints, view: MapView, size: MapSize, by: number, x: number, y: number): MapView {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * by))
  if (zoom === 1) return WHOLE_MAP
  const [before, after] = [scaleOf(points, view, size), scaleOf(points, { ...view, zoom }, size)]
  const [sideways, upwards] = [x - size.width / 2, size.height / 2 - y]
  return hold({
    zoom,
    x: view.x + sideways / before - sideways / after,
    y: view.y + upwards / before - upwards / after,
  })
}

/** By so many pixels. */
export function moveBy(points: FittedPoints, view: MapView, size: MapSize, right: number, down: number): MapView {
  const scale = scaleOf(points, view, size)
  return hold({ ...view, x: view.x - right / scale, y: view.y + down / scale })
}

/** The middle never leaves the map. */
function hold({ zoom, x, y }: MapView): MapView {
  return { zoom, x: Math.max(-1, Math.min(1, x)), y: Math.max(-1, Math.min(1, y)) }
}

/** The view in which a point can be seen: the same one where it can. */
export function bringIntoView(points: FittedPoints, view: MapView, size: MapSize, point: number): MapView {
  const places = onScreen(points, view, size)
  const [x, y] = [places[2 * point]!, places[2 * point + 1]!]
  if (x >= 0 && y >= 0 && x <= size.width && y <= size.height) return view
  return hold({ ...view, x: points.places[2 * point]!, y: points.places[2 * point + 1]! })
}

/** The point nearest to a place. @param places x and y of each. @param within no farther than this. */
export function nearestPoint(
  places: Float32Array,
  isShown: (point: number) => boolean,
  x: number,
  y: number,
  within = Infinity,
): number | undefined {
  let best: number | undefined
  let closest = within ** 2
  for (let point = 0; point < places.length / 2; point++) {
    const squared = (places[2 * point]! - x) ** 2 + (places[2 * point + 1]! - y) ** 2
    if (squared > closest || !isShown(point)) continue
    closest = squared
    best = point
  }
  return best
}

const DIRECTIONS: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * The next point in the direction of an arrow key, of those that lie rather that way than to the side: far to the side counts twice. The same
 * one where there is none, and undefined for a key that leads nowhere.
 */
export function pointByKey(
  key: string,
  places: Float32Array,
  isShown: (point: number) => boolean,
  from: number,
): number | undefined {
  const direction = DIRECTIONS[key]
  if (!direction) return undefined
  const [right, down] = direction
  let best = from
  let closest = Infinity
  for (let point = 0; point < places.length / 2; point++) {
    const x = places[2 * point]! - places[2 * from]!
    const y = places[2 * point + 1]! - places[2 * from + 1]!
    const along = x * right + y * down
    const aside = Math.abs(x * down) + Math.abs(y * right)
    const far = along + 2 * aside
    if (along <= 0 || aside > along || far >= closest || !isShown(point)) continue
    closest = far
    best = point
  }
  return best
}

export function pointsWithin(
  places: Float32Array,
  isShown: (point: number) => boolean,
  { left, top, right, bottom }: MapRectangle,
): readonly number[] {
  const found: number[] = []
  for (let point = 0; point < places.length / 2; point++) {
    const [x, y] = [places[2 * point]!, places[2 * point + 1]!]
    if (x >= left && x <= right && y >= top && y <= bottom && isShown(point)) found.push(point)
  }
  return found
}
