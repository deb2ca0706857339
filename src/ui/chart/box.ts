/** Where the lines of a chart are drawn: what the axes leave of its room, in pixels. */
import type { ChartAxis } from './scale'

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** From its edges, in pixels. */
const TOP = 6
const RIGHT = 12
const BOTTOM = 38

const AXIS_WIDTH = 56
const TITLE_WIDTH = 28
const DIGIT_WIDTH = 7

/** In pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** The value axis has room for its title and four digits, and grows when its ticks need more. */
export function boxOf({ ticks, formatTick }: ChartAxis, { width, height }: Size): Box {
  const longest = Math.max(...ticks.map((tick) => formatTick(tick).length))
  const left = Math.max(AXIS_WIDTH, TITLE_WIDTH + longest * DIGIT_WIDTH)
  return { left, top: TOP, right: width - RIGHT, bottom: height - BOTTOM }
}
