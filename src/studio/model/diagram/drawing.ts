/** A diagram as shapes at places, in pixels from its top left corner: what is left to do is to write them down. */
import type { DiagramNode } from './diagramNodes'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Rectangle extends Point {
  readonly width: number
  readonly height: number
}

export interface Box extends Rectangle {
  readonly node: DiagramNode
}

export interface Frame extends Rectangle {
  readonly name: string
  /** Where its name stands, with so much room to the right. */
  readonly label: Point & { readonly room: number }
}

/** The lines from one box to all that read it, along the axes, by their corners; each ends in an arrow. */
export type Net = readonly (readonly Point[])[]

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly boxes: readonly Box[]
  /** Round the boxes of a block. */
  readonly frames: readonly Frame[]
  readonly nets: readonly Net[]
}

export const SIZES = {
  layer: 46,
  input: 28,
  /** Of the circles at which a wire leaves one column and enters another. */
  circle: 22,
  besideCircle: 8,
  /** Between a box's edge and its texts. */
  padding: 10,
  /** Between two texts of a line. */
  between: 14,
  leastWidth: 170,
  mostWidth: 270,
} as const

export const TEXTS = {
  name: { size: 13, weight: 'bold' },
  detail: { size: 12, weight: 'regular' },
  small: { size: 11, weight: 'regular' },
} as const
