/** Finds the size of the image that a row of pixels makes, and the order in which its values stand. */
import { MAX_SIDE } from '../limits'
import type { TableSample } from './tableProfile'

/** Rows by which the order of colours is judged. */
const JUDGED_ROWS = 64

export interface Geometry {
  readonly width: number
  readonly height: number
  readonly channels: 1 | 3
  /** For each pixel column in turn, where its value belongs in an image: row by row, channel last. */
  readonly order: Int32Array
  /** The decision made where the table said nothing. */
  readonly note?: string
}

/** Undefined when so many columns make no image: neither a square, nor one in three colours, nor what their names say. */
export function findGeometry(file: string, sample: TableSample, pixels: readonly number[]): Geometry | undefined {
  const { header } = sample
  const named = header === undefined ? undefined : readNames(pixels.map((column) => header[column]!))
  if (named !== undefined) return named.width <= MAX_SIDE && named.height <= MAX_SIDE ? named : undefined
  const side = Math.sqrt(pixels.length)
  if (Number.isInteger(side)) {
    return { width: side, height: side, channels: 1, order: Int32Array.from(pixels, (_, i) => i) }
  }
  const colourSide = Math.sqrt(pixels.length / 3)
  return Number.isInteger(colourSide) ? judgeColours(file, sample, pixels, colourSide) : undefined
}

/**
 * `1x1` ... `28x28`, `pixel27_27`, `r0_0`, `pixel_0_0_2`, `red0`: row, column and channel as far as names tell. Undefined when they
 * don't.
 */
function readNames(names: readonly string[]): Geometry | undefined {
  const keys = names.map((name) => ({
    numbers: (name.match(/\d+/g) ?? []).map(Number),
    channel: 'rgb'.indexOf(/(?:^|[^a-z])(r|g|b)(?:ed|reen|lue)?(?![a-z])/i.exec(name)?.[1]?.toLowerCase() ?? '-'),
  }))
  const axes = keys[0]?.numbers.length ?? 0
  const areColours = keys.every(({ channel }) => channel >= 0)
  if (axes < 1 || axes > 3 || (axes === 3 && areColours) || (axes === 1 && !areColours)) return undefined
  if (keys.some(({ numbers }) => numbers.length !== axes)) return undefined
  const least = [0, 1, 2].map((axis) =>
    keys.reduce((least, { numbers }) => Math.min(least, numbers[axis] ?? 0), Infinity),
  )
  const most = [0, 1, 2].map((axis) => keys.reduce((most, { numbers }) => Math.max(most, numbers[axis] ?? 0), 0))
  const spans = most.map((value, axis) => value - least[axis]! + 1)
  const channels = areColours ? 3 : axes === 3 ? spans[2]! : 1
  const height = axes === 1 ? Math.sqrt(spans[0]!) : spans[0]!
  const width = axes === 1 ? height : spans[1]!
  if ((channels !== 1 && channels !== 3) || !Number.isInteger(height) || width * height * channels !== names.length) {
    return undefined
  }
  const order = Int32Array.from(keys, ({ numbers, channel }) => {
    const [y, x, c] = [0, 1, 2].map((axis) => (numbers[axis] ?? 0) - least[axis]!) as [number, number, number]
    const pixel = axes === 1 ? y : y * width + x
    return pixel * channels + (areColours ? channel : c)
  })
  return new Set(order).size === names.length ? { width, height, channels, order } : undefined
}

/** Colours of a pixel side by side, or one whole colour after the other: whichever makes smoother images. */
function judgeColours(file: string, { rows }: TableSample, pixels: readonly number[], side: number): Geometry {
  const values = rows.slice(0, JUDGED_ROWS).map((row) => pixels.map((column) => Number(row[column])))
  const area = side * side
  const together = Int32Array.from(pixels, (_, i) => i)
  const planes = Int32Array.from(pixels, (_, i) => (i % area) * 3 + Math.floor(i / area))
  const arePlanes = roughness(values, planes, side) < roughness(values, together, side)
  const said = arePlanes
    ? 'as all red, then all green, then all blue values'
    : 'as red, green and blue of one pixel after the other'
  return {
    width: side,
    height: side,
    channels: 3,
    order: arePlanes ? planes : together,
    note: `${file} does not say how its ${pixels.length.toLocaleString('en-US')} columns are ordered, so they were read ${said}, which gives the smoother images.`,
  }
}

/** How much pixels differ from those to the right and below, in all. */
function roughness(rows: readonly (readonly number[])[], order: Int32Array, side: number): number {
  const image = new Float64Array(order.length)
  let sum = 0
  for (const row of rows) {
    for (const [i, value] of row.entries()) image[order[i]!] = Number.isNaN(value) ? 0 : value
    for (let y = 0, at = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        for (let c = 0; c < 3; c++, at++) {
          if (x + 1 < side) sum += Math.abs(image[at]! - image[at + 3]!)
          if (y + 1 < side) sum += Math.abs(image[at]! - image[at + 3 * side]!)
        }
      }
    }
  }
  return sum
}
