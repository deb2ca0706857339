/** Where the lines of a chart are drawn: what the axes leave of its room, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** From its edges, in pixels. */
export const TOP = 6
export const RIGHT = 12
export const BOTTOM = 38

const AXIS_WIDTH = 56
const TITLE_WIDTH = 28
const DIGIT_WIDTH = 7

/** The value axis has room for its title and four digits, and grows when its ticks need more. @param longest tick, in letters. */
export function axisWidth(longest: number): number {
  return Math.max(AXIS_WIDTH, TITLE_WIDTH + longest * DIGIT_WIDTH)
}
