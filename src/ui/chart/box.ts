/** Where the lines of a chart are drawn: what the axes leave of its room, in pixels. */
import type { ChartAxis } from './scale'
import type { Size } from './useSize'

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The value axis has room for its title and four digits, and grows when its ticks need more. */
const AXIS_WIDTH = 56
const TITLE_WIDTH = 28
const DIGIT_WIDTH = 7
const TOP = 6
const RIGHT = 12
const BOTTOM = 38

/** How many letters the longest tick of an axis has. */
export function longestTick({ ticks, formatTick }: ChartAxis): number {
  return Math.max(...ticks.map((tick) => formatTick(tick).length))
}

/** @param longest of the value axis. */
export function boxOf(longest: number, { width, height }: Size): Box {
  return {
    left: Math.max(AXIS_WIDTH, TITLE_WIDTH + longest * DIGIT_WIDTH),
    top: TOP,
    right: width - RIGHT,
    bottom: height - BOTTOM,
  }
}
