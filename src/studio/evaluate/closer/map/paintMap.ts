/** Paints the points of a map. Each kind of point is painted once, and copied to where it stands: ten thousand take a few milliseconds. */
import { colourOf } from '../../../../figures/map/colours'
import { CORNERS, radiusOf } from '../../../../figures/map/points'
import type { MapRectangle, MapSize } from '../../../../figures/map/mapView'

export interface PaintedMap {
  readonly size: MapSize
  /** In pixels of the page, x and y of each. */
  readonly places: Float32Array
  /** For each point, the class that it has the colour of. */
  readonly colours: ArrayLike<number>
  readonly classes: number
  readonly isMistake: (point: number) => boolean
  readonly isShown: (point: number) => boolean
  /** Where there are any, the others fade. */
  readonly selected: ReadonlySet<number>
  readonly cursor: number | undefined
  readonly rectangle: MapRectangle | undefined
}

const FADED = 0.18

/** The canvas gets as many pixels as the screen has for it. */
export function paintOn(context: CanvasRenderingContext2D, map: PaintedMap): void {
  const { size, places, colours, classes, isMistake, isShown, selected, cursor, rectangle } = map
  const { canvas } = context
  const ratio = globalThis.devicePixelRatio || 1
  canvas.width = Math.round(size.width * ratio)
  canvas.height = Math.round(size.height * ratio)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  // What a colour of the theme is only an element knows.
  const resolve = (colour: string): string => {
    canvas.style.color = colour
    return getComputedStyle(canvas).color
  }
  const palette = Array.from({ length: classes }, (_, index) => resolve(colourOf(index, classes)))
  const ink = resolve('var(--ink)')
  const count = places.length / 2
  const radius = radiusOf(count)
  const stamps = palette.map((colour) => [
    stampOf(radius, ratio, (stamp) => {
      stamp.fillStyle = colour
      stamp.beginPath()
      stamp.arc(0, 0, radius, 0, 2 * Math.PI)
      stamp.fill()
    }),
    stampOf(radius + 3, ratio, (stamp) => {
      stamp.fillStyle = colour
      stamp.strokeStyle = ink
      stamp.lineWidth = 1.25
      stamp.beginPath()
      for (const [x, y] of CORNERS) stamp.lineTo(x * (radius + 2), y * (radius + 2))
      stamp.closePath()
      stamp.fill()
      stamp.stroke()
    }),
  ])
  context.clearRect(0, 0, size.width, size.height)
  for (const mistakes of [false, true]) {
    for (let point = 0; point < count; point++) {
      if (isMistake(point) !== mistakes || !isShown(point)) continue
      const stamp = stamps[colours[point]!]?.[Number(mistakes)]
      if (!stamp) continue
      context.globalAlpha = selected.size === 0 || selected.has(point) ? 1 : FADED
      const side = stamp.width / ratio
      context.drawImage(stamp, places[2 * point]! - side / 2, places[2 * point + 1]! - side / 2, side, side)
    }
  }
  context.globalAlpha = 1
  context.strokeStyle = ink
  if (cursor !== undefined && cursor < count) {
    context.lineWidth = 2
    context.beginPath()
    context.arc(places[2 * cursor]!, places[2 * cursor + 1]!, radius + 6, 0, 2 * Math.PI)
    context.stroke()
  }
  if (rectangle) {
    const { left, top, right, bottom } = rectangle
    context.lineWidth = 1
    context.setLineDash([4, 3])
    context.strokeRect(left, top, right - left, bottom - top)
    context.setLineDash([])
  }
}

/** @param paint around 0. */
function stampOf(radius: number, ratio: number, paint: (stamp: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const stamp = document.createElement('canvas')
  stamp.width = stamp.height = Math.ceil((2 * radius + 2) * ratio)
  const context = stamp.getContext('2d')
  if (context) {
    context.setTransform(ratio, 0, 0, ratio, stamp.width / 2, stamp.height / 2)
    paint(context)
  }
  return stamp
}
