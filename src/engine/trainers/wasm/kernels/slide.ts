/** A window that slides along a row and keeps the channels apart: the heart of depthwise convolutions. */
import type { Pair } from '../../../../model/layers/pair'
import { behind, f32x4, i32, v128, type Address, type I32 } from '../assembler/expressions'
import type { Local } from '../assembler/functionBuilder'
import { VALUE, type KernelBuilder } from '../kernel'
import { eachTile } from './accumulate'
import { eachVector } from './eachVector'
import type { Laid } from './window'

export interface Sliding {
  /** Of the image that is slid over, of the weights and of the sums. */
  readonly channels: number
  /** Taps, and pixels from one to the next. */
  readonly kernel: Pair
  readonly dilation: Pair
  /** Pixels from where the window is to where it is next. */
  readonly stride: number
  /** Taps x channels, from a tap to start from. */
  readonly weights: Address
  /** Which tap of the weights the window's first is, and how many taps on are those below it and beside it. */
  readonly taps: { readonly first: number; readonly down: number; readonly across: number }
  /** A value for each channel, which each sum begins with. */
  readonly bias?: Address
}

/** Four channels' sums of one place. */
export interface Slid {
  readonly value: Local<'v128'>
  /** Which place of the row: a tile's first, and how far behind it. */
  readonly place: I32
  readonly behind: number
  /** Where the channels lie among all, in bytes, and how many of the four are there. */
  readonly channels: I32
  readonly lanes: number
}

/** Taps up to which all of them are unrolled. Of a larger kernel the rows are a loop. */
const MOST_UNROLLED = 49
/** Sums and weights that a processor's registers hold beside what they are multiplied by. */
const HELD = 13

/** @param image from where the window is first. @param places how many the row has. */
export function slideAlong(
  k: KernelBuilder,
  { channels, kernel, dilation, stride, weights, taps, bias }: Sliding,
  image: Laid,
  places: number,
  store: (slid: Slid) => void,
): void {
  const { f } = k
  const [rows, columns] = kernel
  const pixel = VALUE * channels
  const ofTile = tileOf(places, kernel, stride, dilation[1])
  const byColumn = meetings(ofTile, columns, stride, dilation[1])
  const matrix = k.pointer(weights)

  eachTile(k, places, ofTile, (place) => {
    const left = k.pointer(behind(image.at, i32.mul(place, stride * pixel)))
    eachVector(k, channels, (vector, lanes) => {
      const first = bias ? v128.load(behind(bias, vector)) : f32x4.splat(0)
      const sums = Array.from({ length: ofTile }, () => f.let(first))
      const addRow = (pixels: Address, weightsOfRow: Address): void => {
        const held = Array.from({ length: columns }, (_, tap) =>
          f.let(v128.load(behind(weightsOfRow, tap * taps.across * pixel))),
        )
        for (const { column, meets } of byColumn) {
          const value = f.let(v128.load(behind(pixels, column * pixel)))
          for (const { sum, tap } of meets) f.set(sums[sum]!, k.madd(value, held[tap]!, sums[sum]!))
        }
      }
      const [pixels, firstTap] = [f.let(i32.add(left, vector)), f.let(i32.add(matrix, vector))]
      if (rows * columns <= MOST_UNROLLED) {
        for (let row = 0; row < rows; row++) {
          addRow(
            { base: pixels, offset: row * dilation[0] * image.pitch },
            { base: firstTap, offset: (taps.first + row * taps.down) * pixel },
          )
        }
      } else {
        f.increase(firstTap, taps.first * pixel)
        f.loop(rows, () => {
          addRow({ base: pixels, offset: 0 }, { base: firstTap, offset: 0 })
          f.increase(pixels, dilation[0] * image.pitch)
          f.increase(firstTap, taps.down * pixel)
        })
      }
      for (const [index, value] of sums.entries()) {
        store({ value, place, behind: index, channels: vector, lanes })
      }
    })
  })
}

/** Which columns of pixels a tile's windows see, and to which sums each goes with which tap. */
function meetings(sums: number, taps: number, stride: number, dilation: number) {
  const all = Array.from({ length: sums * taps }, (_, i) => {
    const [sum, tap] = [Math.floor(i / taps), i % taps]
    return { column: sum * stride + tap * dilation, sum, tap }
  })
  return [...new Set(all.map(({ column }) => column))]
    .toSorted((a, b) => a - b)
    .map((column) => ({ column, meets: all.filter((meeting) => meeting.column === column) }))
}

/** How many places a tile has: few are computed twice, and neighbours share what they read. */
function tileOf(places: number, [rows, columns]: Pair, stride: number, dilation: number): number {
  let best: { readonly tile: number; readonly cost: number } | undefined
  for (let tile = 1; tile <= Math.min(places, Math.max(2, HELD - columns)); tile++) {
    const reads = meetings(tile, columns, stride, dilation).length + columns
    const cost = Math.ceil(places / tile) * (rows * (reads + tile * columns) + 2 * tile + 6)
    if (!best || cost <= best.cost) best = { tile, cost }
  }
  return best?.tile ?? 1
}
