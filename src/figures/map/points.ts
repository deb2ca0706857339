/** What a point of a map looks like, on a canvas and in a file. */

/** The radius of a point: the more there are, the smaller. */
export function radiusOf(points: number): number {
  return points > 6000 ? 2 : points > 1500 ? 2.5 : 3.5
}

/** Of a square on its corner, so that a mistake is told by its shape as well. */
export const CORNERS = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const

/** The same as a path of SVG. */
export function diamond(x: number, y: number, radius: number): string {
  return `M${CORNERS.map(([right, down]) => `${(x + right * radius).toFixed(1)} ${(y + down * radius).toFixed(1)}`).join('L')}z`
}
