/** Where lines part: lines that merely cross have no dot, so that the two can be told from each other. */
import type { Net, Point } from './drawing'

export function findDots(lines: Net): readonly Point[] {
  const stretches = lines.flatMap((points) => points.slice(1).map((end, at) => [points[at]!, end] as const))
  const corners = new Map(lines.flatMap((points) => points.map((point) => [`${point.x} ${point.y}`, point])))
  return [...corners.values()].filter((corner) => {
    const ways = new Set(stretches.flatMap((stretch) => waysFrom(corner, stretch)))
    return ways.size > 2
  })
}

/** In which directions a stretch leads on from a point that lies on it. */
function waysFrom({ x, y }: Point, [one, other]: readonly [Point, Point]): readonly string[] {
  const isWithin = (value: number, from: number, to: number): boolean =>
    value >= Math.min(from, to) && value <= Math.max(from, to)
  if (!isWithin(x, one.x, other.x) || !isWithin(y, one.y, other.y)) return []
  return [one, other].flatMap((end) => {
    if (end.x === x && end.y === y) return []
    return [`${Math.sign(end.x - x)} ${Math.sign(end.y - y)}`]
  })
}
