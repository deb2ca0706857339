/** The convolution at the heart of Conv2D, forward and for the input's gradient. */
import type { Local } from '../assembler/functionBuilder'
import { behind, i32, v128, type Address, type I32 } from '../assembler/expressions'
import { VALUE, VECTOR, type KernelBuilder } from '../kernel'
import type { Geometry } from '../../plan/geometry'
import { blocksOf, chooseTile } from '../tiles'
import { accumulate, clearSums, eachTile, openSums } from './accumulate'
import { runsOf, tapsOf, type Laid } from './window'

export interface Convolution {
  /** Of the image as it is laid out: without zeros around it. */
  readonly geometry: Geometry
  /** rows x columns x channels x filters. */
  readonly weights: Address
  /** Where the weights of taps lie from the last to the first: how many taps they go back from row to row, and along a row. */
  readonly backwards?: { readonly down: number; readonly across: number }
  /** A value for each filter, which each sum begins with. */
  readonly bias?: Address
}

/** What a tile's sums are handed over with: pixels of one row, side by side, by vectors of filters. */
export interface Finished {
  readonly value: Local<'v128'>
  /** Bytes from the row's first value. */
  readonly at: I32
  /** More bytes, known beforehand. */
  readonly offset: number
  /** How many of the four are there. */
  readonly lanes: number
}

/**
 * Convolves one row of the output.
 *
 * @param y which row.
 * @param columns how many of its pixels, from the first.
 * @param filters values of a pixel where the row is put: at least the filters that there are.
 */
export function convolveRow(
  k: KernelBuilder,
  { geometry, weights, backwards, bias }: Convolution,
  image: Laid,
  { y, columns, filters }: { readonly y: I32; readonly columns: number; readonly filters: number },
  finish: (finished: Finished) => void,
): void {
  const { f } = k
  const { input, output, strides, kernel } = geometry
  const { channels } = input
  const tile = chooseTile(columns, output.channels, k.registers)
  const pixel = VALUE * channels
  const rowStep = strides[1] * pixel
  const columnStride = VALUE * output.channels
  const { down, across, length } = backwards ? tapsOf(geometry, image.pitch) : runsOf(geometry, image.pitch)
  const tapBytes = channels * columnStride
  const top = k.pointer(behind(image.at, i32.mul(y, strides[0] * image.pitch)))

  eachTile(k, columns, tile.rows, (x) => {
    const left = f.let(i32.add(top, i32.mul(x, rowStep)))
    for (const block of blocksOf(output.channels, tile.vectors)) {
      const sums = openSums(k, tile.rows, block.vectors)
      f.loop(block.count, (index) => {
        const column = f.let(i32.add(i32.mul(index, block.vectors * VECTOR), VALUE * block.column))
        if (bias) {
          for (let vector = 0; vector < block.vectors; vector++) {
            const first = f.let(v128.load(behind(bias, i32.add(column, vector * VECTOR))))
            for (const row of sums) f.set(row[vector]!, first)
          }
        } else clearSums(k, sums)
        const factors = {
          row: f.let(left),
          rowStep,
          rowStride: VALUE,
          column: k.pointer(behind(weights, column)),
          columnStride,
        }
        if (backwards) {
          const last = (kernel[0] - 1) * backwards.down + (kernel[1] - 1) * backwards.across
          f.increase(factors.column, last * tapBytes)
        }
        f.loop(down.count, () => {
          f.loop(across.count, () => {
            accumulate(k, sums, factors, length)
            if (across.count > 1) f.increase(factors.row, VALUE * (across.step - length))
            if (backwards) f.increase(factors.column, -(1 + backwards.across) * tapBytes)
          })
          const walked = across.count > 1 ? across.count * across.step : length
          if (down.count > 1) f.increase(factors.row, VALUE * (down.step - walked))
          if (backwards) f.increase(factors.column, (kernel[1] * backwards.across - backwards.down) * tapBytes)
        })
        const at = f.let(i32.add(i32.mul(x, VALUE * filters), column))
        for (const [row, vectors] of sums.entries()) {
          for (const [vector, value] of vectors.entries()) {
            const lanes = vector === vectors.length - 1 ? block.lastLanes : 4
            finish({ value, at, offset: VALUE * row * filters + VECTOR * vector, lanes })
          }
        }
      })
    }
  })
}
