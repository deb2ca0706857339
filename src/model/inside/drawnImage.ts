/** A drawing brought to an image of a model: pixels are means of the areas under them. */

/** One channel of a picture, row by row. */
export interface Ink {
  readonly width: number
  readonly height: number
  /** How much ink lies on each pixel: 0 is the bare ground, 1 is covered. */
  readonly values: ArrayLike<number>
}

/** A part of a picture, in its pixels, which may begin and end within them, and lie outside. */
export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface ImageSide {
  readonly width: number
  readonly height: number
}

/** Of MNIST's 28 pixels a side, the digit's longer side has 20. LeCun et al., The MNIST database of handwritten digits. */
const DIGIT_SHARE = 20 / 28

/** Brings an area of a picture to a size: each new pixel is the mean of what lies under it. Outside of the picture there is no ink. */
export function averageArea(ink: Ink, area: Area, size: ImageSide): Float32Array<ArrayBuffer> {
  const across = coverAlong(area.left, area.width, size.width, ink.width)
  const down = coverAlong(area.top, area.height, size.height, ink.height)
  const values = new Float32Array(size.width * size.height)
  for (const [row, rows] of down.entries()) {
    for (const [column, columns] of across.entries()) {
      let sum = 0
      for (const { at: y, share: high } of rows) {
        for (const { at: x, share: wide } of columns) sum += high * wide * ink.values[y * ink.width + x]!
      }
      values[row * size.width + column] = sum
    }
  }
  return values
}

/** Which pixels each new one lies over, and what share of it each takes. */
function coverAlong(
  start: number,
  length: number,
  places: number,
  limit: number,
): readonly (readonly { readonly at: number; readonly share: number }[])[] {
  const side = length / places
  return Array.from({ length: places }, (_, place) => {
    const [from, to] = [start + place * side, start + (place + 1) * side]
    const first = Math.max(0, Math.floor(from))
    const end = Math.min(limit, Math.ceil(to))
    return Array.from({ length: Math.max(0, end - first) }, (_, index) => {
      const at = first + index
      return { at, share: (Math.min(at + 1, to) - Math.max(at, from)) / side }
    })
  })
}

/**
 * The area of a drawing that makes a digit as MNIST has them: the longer side of what is drawn takes 20 of 28 pixels, and its centre of mass
 * lies in the middle, as far as nothing is cut off.
 *
 * @returns nothing while nothing is drawn.
 */
export function centreDigit(ink: Ink, size: ImageSide): Area | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  let [mass, sumX, sumY] = [0, 0, 0]
  for (let y = 0; y < ink.height; y++) {
    for (let x = 0; x < ink.width; x++) {
      const value = ink.values[y * ink.width + x]!
      if (value <= 0) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
      mass += value
      sumX += value * (x + 0.5)
      sumY += value * (y + 0.5)
    }
  }
  if (mass === 0) return undefined
  const shorter = Math.min(size.width, size.height)
  /** Pixels of the drawing a pixel of the image. */
  const scale = Math.max(right - left, bottom - top) / (DIGIT_SHARE * shorter)
  const [width, height] = [scale * size.width, scale * size.height]
  return {
    left: clamp(sumX / mass - width / 2, right - width, left),
    top: clamp(sumY / mass - height / 2, bottom - height, top),
    width,
    height,
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}

/** What images of a model look like at their edges. */
export interface GroundGuess {
  readonly ground: 'dark' | 'light'
  /** Whether nearly all have an empty edge as wide as MNIST's, so that a drawing is centred as its digits are. */
  readonly hasMargin: boolean
}

/** Of MNIST's 28 pixels a side, 4 are empty before the digit's box. One less, since it is centred by its mass. */
const MARGIN_SHARE = 3 / 28
/** A pixel is empty that differs from the ground by less, of 255. */
const EMPTY = 24
/** And an edge, where so many of its pixels are. */
const MOST_EMPTY = 0.97

/**
 * @param rgba images of one size, one after another.
 * @returns nothing without images.
 */
export function guessGround(
  rgba: Uint8ClampedArray,
  { width, height }: ImageSide,
  count: number,
): GroundGuess | undefined {
  if (count === 0) return undefined
  const margin = Math.max(1, Math.floor(MARGIN_SHARE * Math.min(width, height)))
  const edge: number[] = []
  for (let image = 0; image < count; image++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (Math.min(x, y, width - 1 - x, height - 1 - y) >= margin) continue
        const at = 4 * ((image * height + y) * width + x)
        edge.push((rgba[at]! + rgba[at + 1]! + rgba[at + 2]!) / 3)
      }
    }
  }
  const mean = edge.reduce((sum, value) => sum + value, 0) / edge.length
  const ground = mean < 128 ? 'dark' : 'light'
  const bare = ground === 'dark' ? 0 : 255
  const empty = edge.filter((value) => Math.abs(value - bare) < EMPTY).length
  return { ground, hasMargin: empty >= MOST_EMPTY * edge.length }
}
