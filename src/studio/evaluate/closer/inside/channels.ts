/** The output of a layer, channel by channel. */
import type { Values } from '../../../../engine/protocol/inside'

/** How a layer's output is shown: as maps of rows and columns, or as one row of values. */
export interface Layout {
  readonly kind: 'maps' | 'row'
  readonly rows: number
  readonly columns: number
  readonly channels: number
}

/** The last axis is that of channels. Of more axes than three, all but the last two go down. */
export function layOut(shape: readonly number[]): Layout {
  if (shape.length < 2) return { kind: 'row', rows: 1, columns: shape[0] ?? 1, channels: 1 }
  if (shape.length === 2) return { kind: 'maps', rows: shape[0]!, columns: shape[1]!, channels: 1 }
  const rows = shape.slice(0, -2).reduce((product, length) => product * length, 1)
  return { kind: 'maps', rows, columns: shape.at(-2)!, channels: shape.at(-1)! }
}

export interface PlaceInLayout {
  readonly row: number
  readonly column: number
  readonly channel: number
}

/** The place in the output, axis by axis. */
export function placeOf(shape: readonly number[], { row, column, channel }: PlaceInLayout): readonly number[] {
  if (shape.length < 2) return [column]
  if (shape.length === 2) return [row, column]
  let rest = row
  const lead = shape.slice(0, -2).map((_, axis) => {
    const below = shape.slice(axis + 1, -2).reduce((product, length) => product * length, 1)
    const at = Math.floor(rest / below)
    rest -= at * below
    return at
  })
  return [...lead, column, channel]
}

/** And back. */
export function placeIn(shape: readonly number[], at: readonly number[]): PlaceInLayout {
  if (shape.length < 2) return { row: 0, column: at[0] ?? 0, channel: 0 }
  if (shape.length === 2) return { row: at[0]!, column: at[1]!, channel: 0 }
  const row = at.slice(0, -2).reduce((sum, place, axis) => sum * shape[axis]! + place, 0)
  return { row, column: at.at(-2)!, channel: at.at(-1)! }
}

/** Where a value of an output lies, axis by axis. @param index of it in row-major order. */
export function unflatten(shape: readonly number[], index: number): readonly number[] {
  let rest = index
  return shape
    .toReversed()
    .map((length) => {
      const at = rest % length
      rest = Math.floor(rest / length)
      return at
    })
    .toReversed()
}

/** The values of one channel, row by row. */
export function channelOf({ shape, values }: Values, channel: number): Float32Array {
  const { channels } = layOut(shape)
  if (channels === 1) return values
  const one = new Float32Array(values.length / channels)
  for (let at = 0; at < one.length; at++) one[at] = values[at * channels + channel]!
  return one
}

export interface ChannelFacts {
  readonly least: number
  readonly most: number
  readonly mean: number
  /** The share of values that are 0. */
  readonly zeros: number
}

/** Of each channel. Values that are no numbers make theirs NaN. */
export function factsOfChannels({ shape, values }: Values): readonly ChannelFacts[] {
  const { channels } = layOut(shape)
  const least = new Float64Array(channels).fill(Infinity)
  const most = new Float64Array(channels).fill(-Infinity)
  const sum = new Float64Array(channels)
  const zeros = new Float64Array(channels)
  let channel = 0
  for (const value of values) {
    least[channel] = Math.min(least[channel]!, value)
    most[channel] = Math.max(most[channel]!, value)
    sum[channel]! += value
    if (value === 0) zeros[channel]! += 1
    if (++channel === channels) channel = 0
  }
  const each = values.length / channels
  return Array.from({ length: channels }, (_, at) => ({
    least: least[at]!,
    most: most[at]!,
    mean: sum[at]! / each,
    zeros: zeros[at]! / each,
  }))
}

/** Of all of them together. */
export function factsOfAll(facts: readonly ChannelFacts[]): ChannelFacts {
  return {
    least: Math.min(...facts.map(({ least }) => least)),
    most: Math.max(...facts.map(({ most }) => most)),
    mean: facts.reduce((sum, { mean }) => sum + mean, 0) / facts.length,
    zeros: facts.reduce((sum, { zeros }) => sum + zeros, 0) / facts.length,
  }
}

/** The value of the brightest shade. */
export function largestOf({ least, most }: Pick<ChannelFacts, 'least' | 'most'>): number {
  return Math.max(Math.abs(least), Math.abs(most))
}

/** Where the value lies that is farthest from 0. */
export function strongestPlace({ shape, values }: Values): readonly number[] {
  let strongest = 0
  for (let at = 0; at < values.length; at++) {
    if (Math.abs(values[at]!) > Math.abs(values[strongest]!)) strongest = at
  }
  return unflatten(shape, strongest)
}

export function valueAt({ shape, values }: Values, at: readonly number[]): number {
  return values[at.reduce((index, place, axis) => index * shape[axis]! + place, 0)] ?? NaN
}
